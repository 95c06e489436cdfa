//! Which account the server runs under, and what is done in its name.
//!
//! PostgreSQL refuses to run as root, so root starts it under an account with fewer rights. That
//! account owns files here, and root must not be led astray by them: links are not followed, files
//! are replaced rather than written into, and a data folder of somebody else is refused.

use std::env;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown, lchown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::fcntl::OFlag;
use nix::unistd::{Uid, User, geteuid};

use super::error::EmbeddedError;

/// All that a server inherits from our environment: the rest may hold secrets, or `PG*` settings
/// meant for another server.
const INHERITED: [&str; 6] =
    ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LOCALE_ARCHIVE", "LOCPATH", "TZDIR"];

/// Prints the first of the folders that cannot be entered. Asking the system as the account itself
/// is the only answer that also knows access lists.
const FIRST_CLOSED_FOLDER: &str =
    r#"for folder do test -x "$folder" || { printf %s "$folder"; exit 1; }; done"#;

/// Ends with 0 when a process has the folder as its own, 1 when none has, 2 when there is no way to
/// know (only Linux tells). Root may be denied this view in a container; the account sees its own.
const ANYBODY_IN_FOLDER: &str = r#"test /proc/self/cwd -ef / || exit 2
for process in /proc/[0-9]*; do test "$process/cwd" -ef "$1" && exit 0; done
exit 1"#;

/// Whom the server runs as: ourselves, or somebody else when we are root.
#[derive(Debug)]
pub(super) struct Account {
    other: Option<Other>,
}

#[derive(Debug)]
struct Other {
    name: String,
    uid: u32,
    gid: u32,
}

impl Account {
    pub(super) fn choose(cluster: &Path) -> Result<Self, EmbeddedError> {
        if !geteuid().is_root() {
            return Ok(Self { other: None });
        }
        // A cluster stays with its owner: `postgres` may have come after `nobody` had made it.
        if let Ok(found) = fs::metadata(cluster)
            && found.uid() != 0
        {
            let other = match User::from_uid(Uid::from_raw(found.uid())) {
                Ok(Some(user)) => Other::from(user),
                Ok(None) | Err(_) => Other {
                    name: format!("with the uid {}", found.uid()),
                    uid: found.uid(),
                    gid: found.gid(),
                },
            };
            return Ok(Self { other: Some(other) });
        }
        let other = ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| User::from_name(name).ok().flatten())
            .map(Other::from)
            .ok_or(EmbeddedError::NoAccount)?;
        Ok(Self { other: Some(other) })
    }

    /// A program run as the account, with nothing of ours: no terminal, no folder, no environment.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for name in INHERITED {
            if let Some(value) = env::var_os(name) {
                command.env(name, value);
            }
        }
        // We read what the programs print, and macOS needs a locale that exists.
        command.env("LC_ALL", "C");
        if let Some(other) = &self.other {
            command.uid(other.uid).gid(other.gid);
        }
        command
    }

    /// Makes the data folder if need be, opens the way to it, and returns its one true path.
    pub(super) fn open_data_dir(&self, data_dir: &Path) -> Result<PathBuf, EmbeddedError> {
        if !data_dir.exists() {
            self.create_data_dir(data_dir)?;
        }
        let folder = fs::canonicalize(data_dir).map_err(EmbeddedError::io("find the folder", data_dir))?;
        if self.other.is_some() {
            let found = fs::metadata(&folder).map_err(EmbeddedError::io("look at", &folder))?;
            if found.uid() != 0 {
                return Err(EmbeddedError::NotOurs { path: folder, owner: found.uid() });
            }
            // Passing through is enough: what lies in the folder stays unlisted.
            let mode = found.permissions().mode() & 0o7777;
            if mode & 0o011 != 0o011 {
                fs::set_permissions(&folder, Permissions::from_mode(mode | 0o011))
                    .map_err(EmbeddedError::io("open the way into", &folder))?;
            }
            self.check_way_to(&folder)?;
        }
        Ok(folder)
    }

    /// A folder for the account alone, made or taken over.
    pub(super) fn private_folder(&self, path: &Path) -> Result<(), EmbeddedError> {
        match DirBuilder::new().mode(0o700).create(path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(EmbeddedError::io("make the folder", path)(error)),
        }
        // Everything below goes through this one handle, so that no link can be put in between.
        let folder = OpenOptions::new()
            .read(true)
            .custom_flags((OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW).bits())
            .open(path)
            .map_err(EmbeddedError::io("use the folder", path))?;
        let owner = folder.metadata().map_err(EmbeddedError::io("look at", path))?.uid();
        if owner != geteuid().as_raw() && self.other.as_ref().is_none_or(|it| it.uid != owner) {
            return Err(EmbeddedError::NotOurs { path: path.to_path_buf(), owner });
        }
        folder
            .set_permissions(Permissions::from_mode(0o700))
            .map_err(EmbeddedError::io("close the folder", path))?;
        self.own(&folder, path)
    }

    /// Puts a new file in the place of whatever was there, for the account alone.
    pub(super) fn write_file(&self, path: &Path, text: &str) -> Result<(), EmbeddedError> {
        remove_file(path)?;
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(EmbeddedError::io("create", path))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(EmbeddedError::io("write", path))?;
        self.own(&file, path)
    }

    pub(super) fn own(&self, file: &File, path: &Path) -> Result<(), EmbeddedError> {
        let Some(other) = &self.other else {
            return Ok(());
        };
        fchown(file, Some(other.uid), Some(other.gid)).map_err(EmbeddedError::io("change the owner of", path))
    }

    /// Gives the account a cluster that a restored copy has left in root's name.
    pub(super) fn take_over(&self, cluster: &Path) -> Result<(), EmbeddedError> {
        let found = fs::metadata(cluster).map_err(EmbeddedError::io("look at", cluster))?;
        fs::set_permissions(cluster, Permissions::from_mode(0o700))
            .map_err(EmbeddedError::io("close the folder", cluster))?;
        match &self.other {
            Some(other) if found.uid() == 0 => other.own_all(cluster),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether the account has a process that works in the cluster, as all of a server's do.
    pub(super) fn works_in(&self, cluster: &Path) -> Option<bool> {
        let status = self
            .command(Path::new("/bin/sh"))
            .args(["-c", ANYBODY_IN_FOLDER, "sh"])
            .arg(cluster)
            .output()
            .ok()?
            .status;
        match status.code() {
            Some(0) => Some(true),
            Some(1) => Some(false),
            Some(_) | None => None,
        }
    }

    /// Every new folder on the way gets its mode by name: the umask of root may close it again.
    fn create_data_dir(&self, data_dir: &Path) -> Result<(), EmbeddedError> {
        let nearest = data_dir.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("/"));
        let real = fs::canonicalize(nearest).map_err(EmbeddedError::io("find", nearest))?;
        self.check_way_to(&real)?;
        let mode = if self.other.is_some() { 0o711 } else { 0o700 };
        DirBuilder::new()
            .recursive(true)
            .mode(mode)
            .create(data_dir)
            .map_err(EmbeddedError::io("make the folder", data_dir))?;
        for made in data_dir
            .ancestors()
            .take_while(|folder| *folder != nearest)
            // `new/..` is a folder that was there before.
            .filter(|folder| folder.file_name().is_some())
        {
            fs::set_permissions(made, Permissions::from_mode(mode))
                .map_err(EmbeddedError::io("set the mode of", made))?;
        }
        Ok(())
    }

    fn check_way_to(&self, folder: &Path) -> Result<(), EmbeddedError> {
        let Some(other) = &self.other else {
            return Ok(());
        };
        let mut way: Vec<&Path> = folder.ancestors().collect();
        way.reverse();
        let shell = Path::new("/bin/sh");
        let output = self
            .command(shell)
            .args(["-c", FIRST_CLOSED_FOLDER, "sh"])
            .args(way)
            .output()
            .map_err(EmbeddedError::io("run", shell))?;
        if output.status.success() {
            return Ok(());
        }
        Err(EmbeddedError::ShutOut {
            account: other.name.clone(),
            folder: String::from_utf8_lossy(&output.stdout).into_owned(),
        })
    }
}

impl Other {
    fn own_all(&self, path: &Path) -> Result<(), EmbeddedError> {
        let found = fs::symlink_metadata(path).map_err(EmbeddedError::io("look at", path))?;
        if found.is_dir() {
            for entry in fs::read_dir(path).map_err(EmbeddedError::io("list", path))? {
                let entry = entry.map_err(EmbeddedError::io("list", path))?;
                self.own_all(&entry.path())?;
            }
        }
        lchown(path, Some(self.uid), Some(self.gid)).map_err(EmbeddedError::io("change the owner of", path))
    }
}

impl From<User> for Other {
    fn from(user: User) -> Self {
        Self { name: user.name, uid: user.uid.as_raw(), gid: user.gid.as_raw() }
    }
}

/// Removes a file that may be missing.
pub(super) fn remove_file(path: &Path) -> Result<(), EmbeddedError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(EmbeddedError::io("remove", path)(error)),
    }
}

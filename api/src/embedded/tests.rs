//! Real servers, each in a data folder of its own.

use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, geteuid, getpgid, getpgrp};
use tempfile::TempDir;

use super::account::Account;
use super::binaries::parse_major;
use super::settings::{Folder, server_settings};
use super::{Durability, EmbeddedError, EmbeddedServer, Endpoint, ServerConfig, Stopped, data_dir_from};

/// A data folder that goes away with its test, and takes with it whatever still runs there.
struct School {
    parent: TempDir,
    name: String,
}

impl School {
    fn new() -> Self {
        Self::called("class 7'A")
    }

    fn called(name: &str) -> Self {
        let parent = tempfile::tempdir().unwrap();
        // When root runs the tests, the server's account has to pass through.
        fs::set_permissions(parent.path(), Permissions::from_mode(0o711)).unwrap();
        Self { parent, name: name.to_owned() }
    }

    fn data_dir(&self) -> PathBuf {
        self.parent.path().join(&self.name)
    }

    fn cluster(&self) -> PathBuf {
        self.data_dir().join("postgres")
    }

    fn try_start(&self) -> Result<EmbeddedServer, EmbeddedError> {
        EmbeddedServer::start(&config(&self.data_dir()))
    }

    fn start(&self) -> EmbeddedServer {
        self.try_start().unwrap()
    }

    fn postmaster(&self) -> Option<Pid> {
        let text = fs::read_to_string(self.cluster().join("postmaster.pid")).ok()?;
        Some(Pid::from_raw(text.lines().next()?.parse().ok()?))
    }
}

impl Drop for School {
    fn drop(&mut self) {
        let usual = Endpoint { socket_dir: self.data_dir().join("run"), port: 5432 };
        if usual.answers()
            && let Some(left_over) = self.postmaster()
            && kill(left_over, Signal::SIGQUIT).is_ok()
        {
            for _ in 0..50 {
                if self.postmaster().is_none() {
                    break;
                }
                thread::sleep(Duration::from_millis(100));
            }
        }
    }
}

fn config(data_dir: &Path) -> ServerConfig<'_> {
    ServerConfig {
        data_dir,
        durability: Durability::TestsOnly,
        superuser_password: "only for tests",
        on_message: &say_nothing,
    }
}

fn say_nothing(_: &str) {}

#[test]
fn the_second_user_adopts_the_server_and_the_last_one_stops_it() {
    let school = School::new();

    let first = school.start();
    assert!(first.was_created());
    assert!(first.major() >= 15);
    assert!(first.endpoint().answers());
    let postmaster = school.postmaster().unwrap();
    assert_ne!(getpgid(Some(postmaster)).unwrap(), getpgrp(), "Ctrl-C would reach it");

    let second = school.start();
    assert!(!second.was_created());
    assert_eq!(second.endpoint(), first.endpoint());
    assert_eq!(school.postmaster(), Some(postmaster));

    let endpoint = first.endpoint().clone();
    assert_eq!(first.stop().unwrap(), Stopped::StillUsedByOthers);
    assert!(endpoint.answers());
    assert_eq!(second.stop().unwrap(), Stopped::Ended);
    assert!(!endpoint.answers());
    assert_eq!(school.postmaster(), None);
}

#[test]
fn of_many_who_start_at_once_one_makes_the_cluster_and_one_ends_the_server() {
    let school = School::new();

    let users: Vec<EmbeddedServer> = thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| school.start())).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    assert_eq!(users.iter().filter(|user| user.was_created()).count(), 1);

    let left: Vec<Stopped> = thread::scope(|scope| {
        let stops: Vec<_> = users.into_iter().map(|user| scope.spawn(|| user.stop())).collect();
        stops.into_iter().map(|stop| stop.join().unwrap().unwrap()).collect()
    });
    assert_eq!(left.iter().filter(|stopped| **stopped == Stopped::Ended).count(), 1);
    assert_eq!(school.postmaster(), None);
}

#[test]
fn dropping_the_last_user_stops_the_server_too() {
    let school = School::new();
    let endpoint = school.start().endpoint().clone();
    assert!(!endpoint.answers());
    assert!(!school.start().was_created());
}

#[test]
fn a_killed_server_is_started_again_in_its_folder() {
    let school = School::new();
    let before = school.start();
    kill(school.postmaster().unwrap(), Signal::SIGKILL).unwrap();

    let after = school.start();
    assert!(!after.was_created());
    assert!(after.endpoint().answers());
    assert_eq!(before.stop().unwrap(), Stopped::StillUsedByOthers);
    assert_eq!(after.stop().unwrap(), Stopped::Ended);
}

/// A container starts counting processes anew, so the old number is soon somebody else's.
#[test]
#[cfg(target_os = "linux")]
fn a_stranger_with_the_number_of_the_killed_server_does_not_keep_it_down() {
    let school = School::new();
    let endpoint = school.start().endpoint().clone();
    let account = Account::choose(&school.cluster()).unwrap();
    let mut stranger = account.command(Path::new("/bin/sleep")).arg("60").spawn().unwrap();

    let leaked = school.start();
    let killed = school.postmaster().unwrap();
    let socket_lock = endpoint.socket_dir.join(".s.PGSQL.5432.lock");
    kill(killed, Signal::SIGKILL).unwrap();
    for file in [school.cluster().join("postmaster.pid"), socket_lock] {
        let text = fs::read_to_string(&file).unwrap();
        let (_, rest) = text.split_once('\n').unwrap();
        fs::write(&file, format!("{}\n{rest}", stranger.id())).unwrap();
    }

    let again = school.try_start().map(|server| server.endpoint().answers());
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    assert!(again.unwrap());
    assert_eq!(leaked.stop().unwrap(), Stopped::Ended);
}

#[test]
fn a_cluster_of_another_major_is_refused_and_left_alone() {
    let school = School::new();
    school.start().stop().unwrap();
    let version = school.cluster().join("PG_VERSION");
    fs::write(&version, "99\n").unwrap();

    let refusal = school.try_start().unwrap_err();
    assert!(matches!(refusal, EmbeddedError::OtherMajor { wanted: 99, .. }), "{refusal}");
    assert_eq!(fs::read_to_string(version).unwrap(), "99\n");
    assert_eq!(school.postmaster(), None);
}

#[test]
fn a_machine_without_postgresql_is_told_how_to_install_it() {
    let school = School::new();
    let refusal = EmbeddedServer::start_with(&config(&school.data_dir()), &[]).unwrap_err();
    assert!(refusal.to_string().contains("apt-get install postgresql"), "{refusal}");
    assert!(!school.cluster().exists());
}

#[test]
fn what_an_interrupted_initdb_left_is_never_taken_for_a_cluster() {
    let school = School::new();
    let unfinished = school.data_dir().join("postgres.new.1");
    fs::create_dir_all(&unfinished).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();

    assert!(school.start().was_created());
    assert!(!unfinished.exists());
    assert!(!school.data_dir().join("initdb.password").exists());
}

#[test]
fn other_files_in_the_place_of_the_cluster_are_refused() {
    let school = School::new();
    fs::create_dir_all(school.cluster()).unwrap();
    fs::write(school.cluster().join("thesis.txt"), "years of work").unwrap();

    let refusal = school.try_start().unwrap_err();
    assert!(matches!(refusal, EmbeddedError::NotACluster { .. }), "{refusal}");
    assert!(school.cluster().join("thesis.txt").exists());
}

#[test]
fn a_path_too_long_for_a_socket_gets_one_in_the_temporary_folder() {
    let school = School::called(&"long".repeat(25));
    let server = school.start();
    let socket_dir = server.endpoint().socket_dir.clone();
    assert!(socket_dir.to_string_lossy().contains("/dayek-"), "{}", socket_dir.display());
    assert_eq!(fs::metadata(&socket_dir).unwrap().mode() & 0o777, 0o700);
    server.stop().unwrap();
    assert!(!socket_dir.exists());
}

#[test]
fn root_does_not_use_folders_of_others_or_behind_closed_doors() {
    if !geteuid().is_root() {
        return;
    }
    let school = School::new();
    let account = Account::choose(&school.cluster()).unwrap();

    let taken = school.parent.path().join("taken");
    fs::create_dir(&taken).unwrap();
    chown(&taken, Some(12_345), None).unwrap();
    for refusal in [account.private_folder(&taken), account.open_data_dir(&taken).map(drop)] {
        assert!(matches!(refusal, Err(EmbeddedError::NotOurs { owner: 12_345, .. })));
    }

    fs::set_permissions(school.parent.path(), Permissions::from_mode(0o700)).unwrap();
    let refusal = school.try_start().unwrap_err();
    let closed = school.parent.path().display().to_string();
    assert!(matches!(&refusal, EmbeddedError::ShutOut { folder, .. } if *folder == closed), "{refusal}");
    assert!(!school.data_dir().exists());
}

#[test]
fn a_path_that_a_shell_would_misread_is_refused() {
    let refusal = Folder::new(PathBuf::from("/srv/$HOME")).unwrap_err();
    assert!(matches!(refusal, EmbeddedError::AwkwardPath { .. }));
}

#[test]
fn durability_is_given_up_for_tests_alone() {
    let run = Path::new("/srv/dayek/run");
    assert!(server_settings(Durability::Full, run).contains("fsync = on\nfull_page_writes = on\n"));
    assert!(server_settings(Durability::TestsOnly, run).contains("fsync = off"));
    for durability in [Durability::Full, Durability::TestsOnly] {
        assert!(server_settings(durability, run).contains("listen_addresses = ''\n"));
    }
}

#[test]
fn majors_are_read_from_every_kind_of_version() {
    for (version, major) in [
        ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", Some(15)),
        ("postgres (PostgreSQL) 18beta1", Some(18)),
        ("postgres (PostgreSQL) 9.6.24", Some(9)),
        ("postgres: command not found", None),
    ] {
        assert_eq!(parse_major(version), major, "{version}");
    }
}

#[test]
fn the_default_data_folder_follows_the_person() {
    let place = |root: bool, known: &[(&str, &str)]| {
        let variable = |wanted: &'static str| {
            let found = known.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| OsString::from(value))
        };
        data_dir_from(root, variable).map(|path| path.display().to_string())
    };
    let home = ("HOME", "/home/aigerim");
    assert_eq!(place(true, &[home]).unwrap(), "/var/lib/dayek");
    assert_eq!(place(true, &[("DAYEK_DATA_DIR", "/srv/school")]).unwrap(), "/srv/school");
    assert!(matches!(place(false, &[]), Err(EmbeddedError::NoHome)));
    if !cfg!(target_os = "macos") {
        assert_eq!(place(false, &[home]).unwrap(), "/home/aigerim/.local/share/dayek");
        assert_eq!(place(false, &[home, ("XDG_DATA_HOME", "/data")]).unwrap(), "/data/dayek");
    }
}

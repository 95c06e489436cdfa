# Waits until the process at the other end of its input has gone, however it went; then ends what
# that process has left running in the folder $1, and removes the folder.
folder=$1

# The number in a file may belong to a stranger by now: only a process that names the folder is ours.
ours() {
    kill -0 "$1" 2>/dev/null || return 1
    [ -r "/proc/$1/cmdline" ] || return 0
    tr '\0' ' ' <"/proc/$1/cmdline" | grep -q -F -e "$folder"
}

end() {
    number=$(head -n 1 "$2" 2>/dev/null)
    [ -n "$number" ] && ours "$number" || return 0
    kill "-$1" "$number"
    waits=0
    while ours "$number" && [ "$waits" -lt 200 ]; do
        sleep 0.05
        waits=$((waits + 1))
    done
    ours "$number" && kill -KILL "$number"
    return 0
}

clear() {
    end KILL "$folder/program.pid"
    end QUIT "$folder/data/postgres/postmaster.pid"
    rm -rf "$folder"
}

cat >/dev/null
clear
# A server that was just being started may only now have got as far as writing its number.
[ -e "$folder" ] && sleep 1 && clear
exit 0

# Makes a folder with a system in it the root of the mount and process namespaces that this runs in, and stays there
# as their first process. pivot_root, not chroot: under chroot the kernel gives an ordinary user no user namespace.
#
#   sh enter.sh ROOT [SOURCE TARGET]...     TARGETs are paths in the root that show the machine's SOURCEs
set -eu
root=$1
shift
mount --bind "$root" "$root"
cd "$root"

mount -t proc -o nosuid,nodev,noexec proc proc
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs tmp
mount -t tmpfs -o nosuid,nodev,mode=755 tmpfs run

# The devices that every system has, and no graphics card. They are shown, not made: a container may not make any.
mount -t tmpfs -o nosuid,mode=755 tmpfs dev
for device in null zero full random urandom tty; do
    : > "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,nosuid,noexec,ptmxmode=0666,mode=0620 devpts dev/pts
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr

while [ $# -gt 0 ]; do
    if [ -d "$1" ]; then
        mkdir -p "./$2"
    else
        mkdir -p "$(dirname "./$2")"
        : > "./$2"
    fi
    mount --bind "$1" "./$2"
    shift 2
done

# The old root is stacked on the new one and taken away, so that no folder has to be made for it.
pivot_root . .
umount -l .
cd /
exec /bin/sh -c 'echo entered; while :; do sleep infinity & wait $!; done'

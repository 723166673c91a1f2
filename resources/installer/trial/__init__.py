"""The trial of the Debian package: a clean Debian 12 root in which it is installed, used, upgraded and purged."""

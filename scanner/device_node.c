#include "scanner/device_node.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void explain_permission(const char *path, struct fault *fault)
{
    struct stat info;
    struct group entry, *group = NULL;
    char names[1024];
    if (stat(path, &info) == 0 && (info.st_mode & S_IRGRP) && (info.st_mode & S_IWGRP) &&
        getgrgid_r(info.st_gid, &entry, names, sizeof names, &group) == 0 && group) {
        fault_set(fault,
                  "no permission: add the user to the group '%s' (usermod -aG %s USER) and "
                  "log in again",
                  group->gr_name, group->gr_name);
        return;
    }
    fault_set(fault, "no permission: the device's owner must allow reading and writing");
}

int device_node_open(const char *path, struct fault *fault)
{
    struct stat info;
    int fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        if (errno == EACCES || errno == EPERM) {
            explain_permission(path, fault);
        } else if (errno == ENOENT || errno == ENXIO || errno == ENODEV) {
            fault_set(fault, "not plugged in");
        } else if (errno == EBUSY) {
            fault_set(fault, "in use by another program: end that one");
        } else {
            fault_set_errno(fault, "cannot be opened");
        }
        return -1;
    }
    if (fstat(fd, &info) != 0 || !S_ISCHR(info.st_mode)) {
        fault_set(fault, "not a device");
        close(fd);
        return -1;
    }
    return fd;
}

static int compare_numbers(const void *a, const void *b)
{
    unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;
    return x < y ? -1 : x > y;
}

size_t device_node_list(const char *folder, const char *prefix, char (*paths)[DEVICE_PATH_SIZE],
                        size_t most)
{
    unsigned long numbers[64];
    size_t count = 0, length = strlen(prefix);
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && count < 64 && (entry = readdir(dir));) {
        const char *digits = entry->d_name + length;
        if (strncmp(entry->d_name, prefix, length) == 0 && *digits &&
            strspn(digits, "0123456789") == strlen(digits)) {
            numbers[count++] = strtoul(digits, NULL, 10);
        }
    }
    if (dir) {
        closedir(dir);
    }
    qsort(numbers, count, sizeof numbers[0], compare_numbers);
    count = count < most ? count : most;
    for (size_t i = 0; i < count; i++) {
        snprintf(paths[i], DEVICE_PATH_SIZE, "%.32s/%.16s%lu", folder, prefix,
                 numbers[i] % 1000000);
    }
    return count;
}

#include "print_device.h"

#include <string.h>

#include "printer/device.h"

#define FILE_PREFIX "file:"

struct print_device *print_device_open(const char *spec)
{
    if (strncmp(spec, FILE_PREFIX, strlen(FILE_PREFIX)) == 0) {
        return device_file_open(spec + strlen(FILE_PREFIX));
    }
    return strchr(spec, '/') ? device_file_open(spec) : device_cups_open(spec);
}

void print_device_destroy(struct print_device *device)
{
    if (device) {
        device->ops->destroy(device);
    }
}

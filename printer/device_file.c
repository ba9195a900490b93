#define LOG_MODULE "printer"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "badge.h"
#include "log.h"
#include "printer/device.h"

#define REMEMBERED 64 /* jobs whose numbers are known; older ones are found by name */

struct device_file {
    struct print_device base;
    char *folder;            /* owned */
    int last_id;             /* jobs count from 1 in each run */
    char *names[REMEMBERED]; /* owned; of job n at n % REMEMBERED */
};

static struct device_file *of(struct print_device *device)
{
    return (struct device_file *)device;
}

/* A name that is one file in the folder, and not a hidden one. */
static bool is_file_name(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && !strchr(name, '/');
}

/* Owned; NULL: no memory. */
static char *path_of(const struct device_file *file, const char *job_name)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s.pdf", file->folder, job_name) < 0 ? NULL : path;
}

/* Gives a job its number. 0: no memory. */
static int remember(struct device_file *file, const char *job_name)
{
    char *copy = strdup(job_name);
    if (!copy) {
        return 0;
    }
    file->last_id++;
    char **slot = &file->names[file->last_id % REMEMBERED];
    free(*slot);
    *slot = copy;
    return file->last_id;
}

static int number_of(const struct device_file *file, const char *job_name)
{
    for (int id = file->last_id; id > 0 && id > file->last_id - REMEMBERED; id--) {
        if (strcmp(file->names[id % REMEMBERED], job_name) == 0) {
            return id;
        }
    }
    return 0;
}

static enum print_submit_status submit(struct print_device *device, const struct print_job *job,
                                       int *job_id, char why[256])
{
    struct device_file *file = of(device);
    char *path = is_file_name(job->name) ? path_of(file, job->name) : NULL;
    if (!path) {
        snprintf(why, 256, "\"%.100s\" cannot be a file name", job->name);
        return PRINT_REFUSED;
    }
    struct bytes document = {(uint8_t *)job->data, job->size}; /* only read */
    bool there = access(path, F_OK) == 0;
    bool written = !there && bytes_write_file(&document, path);
    if (there) {
        snprintf(why, 256, "%.200s is already there", path);
    } else if (!written) {
        int cause = errno;
        char text[64];
        snprintf(why, 256, "cannot write into %.150s: %s", file->folder,
                 strerror_r(cause, text, sizeof text));
    }
    free(path);
    if (!written) {
        return PRINT_REFUSED;
    }
    *job_id = remember(file, job->name);
    return *job_id > 0 ? PRINT_SUBMITTED : PRINT_UNCERTAIN;
}

static enum job_found look(struct device_file *file, const char *job_name, int job_id,
                           struct job_status *out)
{
    char *path = path_of(file, job_name);
    struct stat about;
    bool found = path && stat(path, &about) == 0;
    bool absent = path && !found && errno == ENOENT;
    free(path);
    if (!found) {
        return absent ? JOB_NOT_FOUND : JOB_LOOKUP_FAILED;
    }
    *out = (struct job_status){.id = job_id > 0 ? job_id : remember(file, job_name),
                               .state = JOB_COMPLETED,
                               .reasons = "job-completed-successfully",
                               .impressions = 1,
                               .started = true};
    return JOB_FOUND;
}

static enum job_found job(struct print_device *device, int job_id, struct job_status *out)
{
    struct device_file *file = of(device);
    if (job_id <= 0 || job_id > file->last_id || job_id <= file->last_id - REMEMBERED) {
        return JOB_NOT_FOUND;
    }
    return look(file, file->names[job_id % REMEMBERED], job_id, out);
}

static enum job_found find(struct print_device *device, const char *job_name,
                           struct job_status *out)
{
    struct device_file *file = of(device);
    if (!is_file_name(job_name)) {
        return JOB_NOT_FOUND;
    }
    return look(file, job_name, number_of(file, job_name), out);
}

/* A file that is there is complete: there is nothing left to cancel. */
static bool cancel(struct print_device *device, int job_id)
{
    (void)device;
    (void)job_id;
    return false;
}

static bool status(struct print_device *device, struct printer_status *out)
{
    struct device_file *file = of(device);
    bool writable = access(file->folder, W_OK | X_OK) == 0;
    *out = (struct printer_status){.state = writable ? PRINTER_IDLE : PRINTER_STOPPED,
                                   .reasons = writable ? 0 : PRINTER_OFFLINE,
                                   .accepting = writable};
    snprintf(out->name, sizeof out->name, "file:%.120s", file->folder);
    snprintf(out->description, sizeof out->description, "PDF files in %.110s", file->folder);
    snprintf(out->keywords, sizeof out->keywords, "%s", writable ? "none" : "offline");
    return true;
}

static bool resume(struct print_device *device)
{
    return access(of(device)->folder, W_OK | X_OK) == 0;
}

static void destroy(struct print_device *device)
{
    struct device_file *file = of(device);
    for (int i = 0; i < REMEMBERED; i++) {
        free(file->names[i]);
    }
    free(file->folder);
    free(file);
}

static const struct print_device_ops ops = {
    .kind = "file",
    .submit = submit,
    .job = job,
    .find = find,
    .cancel = cancel,
    .status = status,
    .resume = resume,
    .destroy = destroy,
};

struct print_device *device_file_open(const char *folder)
{
    struct stat about;
    if (mkdir(folder, 0755) < 0 && errno != EEXIST) {
        LOG_ERRNO("cannot make the folder %s for printed badges", folder);
        return NULL;
    }
    if (stat(folder, &about) < 0 || !S_ISDIR(about.st_mode) || access(folder, W_OK | X_OK) < 0) {
        LOG_ERROR("%s is not a folder that badges can be written into: name another, or change its "
                  "rights",
                  folder);
        return NULL;
    }
    struct device_file *file = calloc(1, sizeof *file);
    char *copy = strdup(folder);
    if (!file || !copy) {
        LOG_ERROR("no memory for the printer %s", folder);
        free(file);
        free(copy);
        return NULL;
    }
    file->base.ops = &ops;
    file->folder = copy;
    return &file->base;
}

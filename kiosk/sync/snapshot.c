/* A snapshot goes to the hub in parts and comes from it in parts. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiosk/sync/session.h"

#define LOG_MODULE "hub"
#include "log.h"

#define CONNECT_MS 10000
#define CALL_MS 60000
#define PART (4 * 1024 * 1024)

static bool fail(struct connection *connection, const char *doing)
{
    LOG_ERROR("%s: %s (%s)", doing, connection_message(connection), connection_code(connection));
    return false;
}

static bool send_parts(struct connection *connection, int fd, int64_t size)
{
    char *part = malloc(PART), number[24], parts[24];
    bool ok = part != NULL;
    int64_t count = (size + PART - 1) / PART;
    snprintf(parts, sizeof parts, "%" PRId64, count);
    for (int64_t i = 0; ok && i < count; i++) {
        ssize_t n = pread(fd, part, PART, i * PART);
        snprintf(number, sizeof number, "%" PRId64, i);
        const struct parameter parameters[] = {
            PARAMETER_TEXT(number), PARAMETER_TEXT(parts), {part, n > 0 ? (int)n : 0}};
        ok = n > 0 && (connection_call(connection, "SELECT lanyard.put_snapshot($1, $2, $3)",
                                       parameters, 3, CALL_MS, NULL) == CALL_DONE ||
                       fail(connection, "sending the snapshot to the hub"));
    }
    free(part);
    return ok;
}

bool hub_put_snapshot(struct store *store, const char *path)
{
    struct replica_state state;
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &about) != 0) {
        LOG_ERRNO("%s: cannot be read", path);
        return false;
    }
    struct connection *connection = replica_state(store, &state) && state.hub[0]
                                        ? connection_open(state.hub, CONNECT_MS, -1)
                                        : NULL;
    bool ok = connection && send_parts(connection, fd, about.st_size);
    connection_close(connection);
    close(fd);
    return ok;
}

/* One part into the file; *more: it was there. */
static bool take_part(struct connection *connection, int64_t number, int fd, bool *more)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    const struct parameter parameter = PARAMETER_TEXT(text);
    struct rows *rows = NULL;
    *more = false;
    if (connection_call(connection, "SELECT lanyard.get_snapshot($1)", &parameter, 1, CALL_MS,
                        &rows) != CALL_DONE) {
        return fail(connection, "fetching the snapshot");
    }
    size_t size = 0;
    const char *data = rows_null(rows, 0, 0) ? NULL : rows_data(rows, 0, 0, &size);
    bool ok = !data || write(fd, data, size) == (ssize_t)size;
    if (!ok) {
        LOG_ERRNO("the snapshot cannot be written; free some space");
    }
    *more = ok && data;
    rows_free(rows);
    return ok;
}

bool hub_get_snapshot(const char *url, const char *path, bool *there)
{
    *there = false;
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        LOG_ERRNO("%s: cannot be written", path);
        return false;
    }
    struct connection *connection = connection_open(url, CONNECT_MS, -1);
    bool more = true, ok = connection != NULL;
    int64_t count = 0;
    for (; ok && more; count += more) {
        ok = take_part(connection, count, fd, &more);
    }
    connection_close(connection);
    ok = close(fd) == 0 && ok;
    *there = ok && count > 0;
    if (!*there) {
        unlink(path);
    }
    return ok;
}

#include "kiosk/sync/connection.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "kiosk/sync/address.h"

#define LOG_MODULE "hub"
#include "log.h"
#include "timebase.h"

struct connection {
    PGconn *pg; /* owned */
    int stop_fd;
    char code[6];
    char message[512];
};

struct rows {
    PGresult *result; /* owned */
};

/* ---- waiting ---- */

static int64_t deadline_after(int timeout_ms)
{
    return time_monotonic_us() + (int64_t)timeout_ms * 1000;
}

/* Waits for the socket until the deadline. */
static enum call_result wait_socket(struct connection *connection, short events,
                                    int64_t deadline_us)
{
    struct pollfd fds[2] = {{.fd = PQsocket(connection->pg), .events = events},
                            {.fd = connection->stop_fd, .events = POLLIN}};
    for (;;) {
        int64_t left_us = deadline_us - time_monotonic_us();
        int ready = left_us <= 0 ? 0 : poll(fds, 2, (int)(left_us / 1000) + 1);
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready > 0 && fds[1].revents) {
            return CALL_STOPPED;
        }
        return ready > 0 ? CALL_DONE : CALL_LOST;
    }
}

/* Copies a message of libpq's as one line. */
static void take_message(struct connection *connection, const char *message)
{
    snprintf(connection->message, sizeof connection->message, "%s", message ? message : "");
    size_t length = strlen(connection->message);
    while (length > 0 && connection->message[length - 1] == '\n') {
        connection->message[--length] = '\0';
    }
    for (size_t i = 0; i < length; i++) {
        if (strchr("\n\t", connection->message[i])) {
            connection->message[i] = ' ';
        }
    }
}

static enum call_result lost(struct connection *connection, const char *message)
{
    memcpy(connection->code, "08006", sizeof connection->code);
    take_message(connection, message);
    return CALL_LOST;
}

/* ---- opening ---- */

bool connection_url_value(const char *url, const char *name, char *out, size_t size)
{
    char *error = NULL;
    bool found = false;
    PQconninfoOption *options = PQconninfoParse(url, &error);
    PQfreemem(error);
    for (PQconninfoOption *option = options; option && option->keyword; option++) {
        if (strcmp(option->keyword, name) == 0 && option->val) {
            found = (size_t)snprintf(out, size, "%s", option->val) < size;
        }
    }
    PQconninfoFree(options);
    return found;
}

static bool is_given(const char *name, const struct url_value *values, size_t count)
{
    size_t i = 0;
    while (i < count && strcmp(values[i].name, name) != 0) {
        i++;
    }
    return i < count;
}

bool connection_url_with(const char *url, const struct url_value *values, size_t count, char *out,
                         size_t size)
{
    char *error = NULL;
    size_t used = 0;
    PQconninfoOption *options = PQconninfoParse(url, &error);
    if (!options) {
        LOG_ERROR("not a hub's address: %s", error ? error : "no memory");
        PQfreemem(error);
        return false;
    }
    out[0] = '\0';
    for (PQconninfoOption *option = options; option->keyword; option++) {
        if (option->val && !is_given(option->keyword, values, count) && used + 64 < size) {
            address_add(out, size, &used, option->keyword, option->val);
        }
    }
    PQconninfoFree(options);
    for (size_t i = 0; i < count && used + strlen(values[i].value) + 64 < size; i++) {
        address_add(out, size, &used, values[i].name, values[i].value);
    }
    if (used + 64 >= size) {
        LOG_ERROR("the hub's address is too long");
        return false;
    }
    return true;
}

static PGconn *start(const char *url)
{
    char host[1024] = "", mode[32];
    connection_url_value(url, "host", host, sizeof host);
    bool guarded =
        connection_url_value(url, "sslmode", mode, sizeof mode) || address_is_local(host);
    /* clang-format off */
    const char *const names[] = {
        "sslmode", "dbname", "application_name", "keepalives_idle", "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "client_encoding", "connect_timeout", NULL};
    /* clang-format on */
    const char *const values[] = {"verify-full", url,     "lanyard", "10", "5",
                                  "3",           "15000", "UTF8",    "5",  NULL};
    return PQconnectStartParams(names + guarded, values + guarded, 1);
}

static enum call_result finish_start(struct connection *connection, int64_t deadline_us)
{
    PostgresPollingStatusType status = PGRES_POLLING_WRITING;
    while (status != PGRES_POLLING_OK) {
        enum call_result waited = wait_socket(
            connection, status == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline_us);
        if (waited == CALL_STOPPED) {
            return waited;
        }
        if (waited != CALL_DONE) {
            return lost(connection, "no answer in time");
        }
        status = PQconnectPoll(connection->pg);
        if (status == PGRES_POLLING_FAILED) {
            return lost(connection, PQerrorMessage(connection->pg));
        }
    }
    return CALL_DONE;
}

/* What the server only mentions is not for people. */
static void drop_notice(void *userdata, const PGresult *result)
{
    (void)userdata;
    (void)result;
}

struct connection *connection_open(const char *url, int timeout_ms, int stop_fd)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection) {
        LOG_ERROR("no memory");
        return NULL;
    }
    connection->stop_fd = stop_fd;
    connection->pg = start(url);
    enum call_result result = CALL_LOST;
    if (!connection->pg || PQstatus(connection->pg) == CONNECTION_BAD) {
        lost(connection, connection->pg ? PQerrorMessage(connection->pg) : "no memory");
    } else {
        result = finish_start(connection, deadline_after(timeout_ms));
    }
    if (result == CALL_DONE) {
        PQsetNoticeReceiver(connection->pg, drop_notice, NULL);
        return connection;
    }
    if (result != CALL_STOPPED) {
        LOG_WARN("the hub is not reached: %s%s", connection->message,
                 address_hint(connection->message));
    }
    connection_close(connection);
    return NULL;
}

void connection_close(struct connection *connection)
{
    if (connection) {
        PQfinish(connection->pg);
        free(connection);
    }
}

const char *connection_code(const struct connection *connection)
{
    return connection->code;
}

const char *connection_message(const struct connection *connection)
{
    return connection->message;
}

/* ---- calls ---- */

/* Sends what is queued, reading meanwhile, then waits for the answer. */
static enum call_result exchange(struct connection *connection, int64_t deadline_us)
{
    int unsent = PQflush(connection->pg);
    while (unsent != 0 || PQisBusy(connection->pg)) {
        if (unsent < 0) {
            return lost(connection, PQerrorMessage(connection->pg));
        }
        enum call_result waited =
            wait_socket(connection, unsent ? POLLIN | POLLOUT : POLLIN, deadline_us);
        if (waited == CALL_LOST) {
            return lost(connection, "no answer in time");
        }
        if (waited != CALL_DONE) {
            return waited;
        }
        if (!PQconsumeInput(connection->pg)) {
            return lost(connection, PQerrorMessage(connection->pg));
        }
        unsent = unsent ? PQflush(connection->pg) : 0;
    }
    return CALL_DONE;
}

static enum call_result judge(struct connection *connection, const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        return CALL_DONE;
    }
    const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (PQstatus(connection->pg) == CONNECTION_BAD || !code || strncmp(code, "57P", 3) == 0) {
        return lost(connection, PQresultErrorMessage(result));
    }
    snprintf(connection->code, sizeof connection->code, "%s", code);
    take_message(connection, PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    return strcmp(code, "40001") == 0 || strcmp(code, "40P01") == 0 ? CALL_RETRY : CALL_REFUSED;
}

/* Collects the answers of what was sent; the last one's rows, the first fault. */
static enum call_result collect(struct connection *connection, int timeout_ms, struct rows **rows)
{
    enum call_result outcome = CALL_DONE;
    int64_t deadline_us = deadline_after(timeout_ms);
    PGresult *last = NULL;
    for (;;) {
        enum call_result result = exchange(connection, deadline_us);
        PGresult *next = result == CALL_DONE ? PQgetResult(connection->pg) : NULL;
        outcome = outcome == CALL_DONE ? result : outcome;
        if (!next) {
            break;
        }
        PQclear(last);
        last = next;
        result = judge(connection, next);
        outcome = outcome == CALL_DONE ? result : outcome;
    }
    if (outcome != CALL_DONE || !rows || !(*rows = malloc(sizeof **rows))) {
        PQclear(last);
        return outcome == CALL_DONE && rows ? lost(connection, "no memory") : outcome;
    }
    (*rows)->result = last;
    return outcome;
}

enum call_result connection_call(struct connection *connection, const char *sql,
                                 const struct parameter *parameters, int count, int timeout_ms,
                                 struct rows **rows)
{
    const char *values[16];
    int lengths[16], formats[16];
    for (int i = 0; i < count && i < 16; i++) {
        values[i] = parameters[i].data;
        lengths[i] = parameters[i].size;
        formats[i] = parameters[i].size > 0;
    }
    if (!PQsendQueryParams(connection->pg, sql, count, NULL, values, lengths, formats, 1)) {
        return lost(connection, PQerrorMessage(connection->pg));
    }
    return collect(connection, timeout_ms, rows);
}

enum call_result connection_script(struct connection *connection, const char *sql, int timeout_ms)
{
    if (!PQsendQuery(connection->pg, sql)) {
        return lost(connection, PQerrorMessage(connection->pg));
    }
    return collect(connection, timeout_ms, NULL);
}

/* ---- rows ---- */

int rows_count(const struct rows *rows)
{
    return PQntuples(rows->result);
}

bool rows_null(const struct rows *rows, int row, int column)
{
    return PQgetisnull(rows->result, row, column);
}

int64_t rows_number(const struct rows *rows, int row, int column)
{
    const unsigned char *bytes = (const unsigned char *)PQgetvalue(rows->result, row, column);
    int size = PQgetlength(rows->result, row, column);
    uint64_t value = size > 0 && size < 8 && size != 1 && (bytes[0] & 0x80) ? UINT64_MAX : 0;
    for (int i = 0; i < size && i < 8; i++) {
        value = value << 8 | bytes[i];
    }
    return (int64_t)value;
}

const char *rows_data(const struct rows *rows, int row, int column, size_t *size)
{
    *size = (size_t)PQgetlength(rows->result, row, column);
    return PQgetvalue(rows->result, row, column);
}

const char *rows_text(const struct rows *rows, int row, int column)
{
    return PQgetvalue(rows->result, row, column);
}

void rows_blob(const struct rows *rows, int row, int column, uint8_t *out, size_t size)
{
    size_t length;
    const char *data = rows_data(rows, row, column, &length);
    memset(out, 0, size);
    if (length == size) {
        memcpy(out, data, size);
    }
}

void rows_free(struct rows *rows)
{
    if (rows) {
        PQclear(rows->result);
        free(rows);
    }
}

/* ---- notifications ---- */

static bool take_notifications(struct connection *connection)
{
    bool any = false;
    PGnotify *notify;
    while ((notify = PQnotifies(connection->pg))) {
        any = true;
        PQfreemem(notify);
    }
    return any;
}

bool connection_wait(struct connection *connection, int wake_fd, int timeout_ms, bool *notified)
{
    struct pollfd fds[3] = {{.fd = PQsocket(connection->pg), .events = POLLIN},
                            {.fd = connection->stop_fd, .events = POLLIN},
                            {.fd = wake_fd, .events = POLLIN}};
    *notified = take_notifications(connection);
    if (*notified) {
        return true;
    }
    int ready = poll(fds, 3, timeout_ms);
    if (ready > 0 && fds[0].revents) {
        if (!PQconsumeInput(connection->pg) || PQstatus(connection->pg) == CONNECTION_BAD) {
            lost(connection, PQerrorMessage(connection->pg));
            return false;
        }
        *notified = take_notifications(connection);
    }
    return true;
}

char *connection_encrypt_password(struct connection *connection, const char *password,
                                  const char *role)
{
    char *encrypted = PQencryptPasswordConn(connection->pg, password, role, "scram-sha-256");
    char *copy = encrypted ? strdup(encrypted) : NULL;
    PQfreemem(encrypted);
    return copy;
}

/*
 * A connection to the hub's PostgreSQL: the one file that sees libpq. Never blocks longer than its
 * deadline, and not at all once its stop descriptor is readable. One thread at a time.
 */
#ifndef LANYARD_CONNECTION_H
#define LANYARD_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct connection;

/* How a call ended. */
enum call_result {
    CALL_DONE,
    CALL_LOST,    /* no connection, or it was cut: try again later, on another */
    CALL_RETRY,   /* 40001, 40P01: the same again */
    CALL_REFUSED, /* the hub's answer is no: connection_code() says why */
    CALL_STOPPED, /* the stop descriptor became readable */
};

/*
 * Opens `url` (a libpq URL or key=value string, several hosts allowed). Over a network TLS with a
 * verified server is required unless the string names another sslmode. NULL with a log line.
 * `stop_fd` -1: none.
 */
struct connection *connection_open(const char *url, int timeout_ms, int stop_fd);
void connection_close(struct connection *connection); /* NULL-safe */

/* One parameter: text, or with `size` > 0 bytes. NULL data: SQL NULL. */
struct parameter {
    const char *data;
    int size; /* 0: text with a NUL */
};
#define PARAMETER_TEXT(text) ((struct parameter){(text), 0})

/* Runs one statement; rows come binary. *rows (may be NULL) is the caller's to free when done. */
struct rows;
enum call_result connection_call(struct connection *connection, const char *sql,
                                 const struct parameter *parameters, int count, int timeout_ms,
                                 struct rows **rows);

/* Runs a script of several statements, without parameters. */
enum call_result connection_script(struct connection *connection, const char *sql, int timeout_ms);

/* The SQLSTATE and message of the last call that was not done; "" at first. */
const char *connection_code(const struct connection *connection);
const char *connection_message(const struct connection *connection);

/* ---- rows ---- */
int rows_count(const struct rows *rows);
bool rows_null(const struct rows *rows, int row, int column);
int64_t rows_number(const struct rows *rows, int row, int column); /* int4, int8, bool */
const char *rows_data(const struct rows *rows, int row, int column, size_t *size);
const char *rows_text(const struct rows *rows, int row, int column);
/* Copies exactly `size` bytes; zeros when it has another size. */
void rows_blob(const struct rows *rows, int row, int column, uint8_t *out, size_t size);
void rows_free(struct rows *rows); /* NULL-safe */

/* ---- notifications ---- */
/* Waits for a NOTIFY, the stop or wake descriptor (-1: none), at most timeout_ms. False: the
 * connection is lost. *notified: there was one. */
bool connection_wait(struct connection *connection, int wake_fd, int timeout_ms, bool *notified);

/* A role's password as PostgreSQL keeps it, so that it never stands in a log. *out is the caller's
 * to free. */
char *connection_encrypt_password(struct connection *connection, const char *password,
                                  const char *role);

/* `url` with some of its values replaced, as a key=value string. False: malformed, or it does not
 * fit; logged. */
struct url_value {
    const char *name, *value;
};
bool connection_url_with(const char *url, const struct url_value *values, size_t count, char *out,
                         size_t size);

/* One value of a connection string, such as "host" or "user". False: none, or it is malformed. */
bool connection_url_value(const char *url, const char *name, char *out, size_t size);

#endif

#include "tests/sync/proxy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 64
#define PIECE_SIZE 65536
#define TICK_MS 2

struct piece {
    struct piece *next;
    int64_t due_ms;
    size_t size, sent;
    bool last; /* the connection ends behind it */
    char data[];
};

struct way { /* from one side to the other */
    struct piece *first, **end;
};

struct connection {
    bool used;
    int side[2];        /* client, server; server -1 until connected */
    int64_t connect_ms; /* when the server is reached */
    struct way way[2];  /* what comes from client, from server */
    int pieces;
};

struct proxy {
    struct proxy_settings settings;
    int listener, port, target_port;
    atomic_bool stop;
    pthread_t thread;
    struct connection connections[CONNECTIONS_MAX];
    int accepted;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void close_connection(struct connection *connection)
{
    for (int i = 0; i < 2; i++) {
        if (connection->side[i] >= 0) {
            close(connection->side[i]);
        }
        while (connection->way[i].first) {
            struct piece *piece = connection->way[i].first;
            connection->way[i].first = piece->next;
            free(piece);
        }
    }
    memset(connection, 0, sizeof *connection);
}

static struct sockaddr_in loopback(int port)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static void accept_one(struct proxy *proxy)
{
    int fd = accept4(proxy->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), one = 1;
    if (fd < 0) {
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    for (int i = 0; i < CONNECTIONS_MAX && !atomic_load(&proxy->settings.refuse); i++) {
        struct connection *connection = &proxy->connections[i];
        if (!connection->used) {
            int hold_ms = proxy->accepted++ % 2 == 0 ? atomic_load(&proxy->settings.hold_ms) : 0;
            *connection = (struct connection){
                .used = true, .side = {fd, -1}, .connect_ms = now_ms() + hold_ms};
            connection->way[0].end = &connection->way[0].first;
            connection->way[1].end = &connection->way[1].first;
            return;
        }
    }
    close(fd);
}

static bool reach_server(struct proxy *proxy, struct connection *connection)
{
    struct sockaddr_in address = loopback(proxy->target_port);
    int one = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return false;
    }
    fcntl(fd, F_SETFL, O_NONBLOCK);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    connection->side[1] = fd;
    return true;
}

/* Takes a piece from one side; false: that side has ended. */
static bool take_piece(struct proxy *proxy, struct connection *connection, int from)
{
    struct piece *piece = malloc(sizeof *piece + PIECE_SIZE);
    ssize_t n = piece ? recv(connection->side[from], piece->data, PIECE_SIZE, 0) : -1;
    if (n <= 0) {
        free(piece);
        return n < 0 && (errno == EAGAIN || errno == EINTR);
    }
    struct proxy_settings *settings = &proxy->settings;
    int jitter_ms = atomic_load(&settings->jitter_ms), cut = atomic_load(&settings->cut_after);
    piece->next = NULL;
    piece->sent = 0;
    piece->size = (size_t)n;
    piece->due_ms =
        now_ms() + atomic_load(&settings->delay_ms) + (jitter_ms ? rand() % jitter_ms : 0);
    piece->last = cut > 0 && ++connection->pieces >= cut;
    if (piece->last) {
        size_t passes = (size_t)atomic_load(&settings->cut_bytes);
        piece->size = passes < piece->size ? passes : piece->size;
    }
    atomic_fetch_add(&settings->pieces, 1);
    struct way *way = &connection->way[from];
    *way->end = piece;
    way->end = &piece->next;
    return true;
}

/* Sends what is due; false: the connection is to be cut. */
static bool pass_on(struct proxy *proxy, struct connection *connection, int from)
{
    struct way *way = &connection->way[from];
    int to = connection->side[1 - from];
    while (way->first && to >= 0 && way->first->due_ms <= now_ms() &&
           !atomic_load(&proxy->settings.silent)) {
        struct piece *piece = way->first;
        ssize_t n = send(to, piece->data + piece->sent, piece->size - piece->sent, MSG_NOSIGNAL);
        if (n < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        piece->sent += (size_t)n;
        if (piece->sent < piece->size) {
            return true;
        }
        bool last = piece->last;
        way->first = piece->next;
        way->end = way->first ? way->end : &way->first;
        free(piece);
        if (last) {
            atomic_fetch_add(&proxy->settings.cuts, 1);
            return false;
        }
    }
    return true;
}

static void serve_connection(struct proxy *proxy, struct connection *connection)
{
    bool ok = !atomic_load(&proxy->settings.refuse);
    if (ok && connection->side[1] < 0 && connection->connect_ms <= now_ms()) {
        ok = reach_server(proxy, connection);
    }
    for (int from = 0; ok && from < 2; from++) {
        if (connection->side[from] >= 0) {
            ok = take_piece(proxy, connection, from);
        }
        ok = pass_on(proxy, connection, from) && ok;
    }
    if (!ok) {
        close_connection(connection);
    }
}

static void *run(void *userdata)
{
    struct proxy *proxy = userdata;
    while (!atomic_load(&proxy->stop)) {
        struct pollfd fds[1 + 2 * CONNECTIONS_MAX];
        nfds_t count = 0;
        bool pending = false;
        fds[count++] = (struct pollfd){.fd = proxy->listener, .events = POLLIN};
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            struct connection *connection = &proxy->connections[i];
            for (int n = 0; n < 2 && connection->used; n++) {
                fds[count++] = (struct pollfd){.fd = connection->side[n], .events = POLLIN};
                pending |= connection->way[n].first != NULL || connection->side[n] < 0;
            }
        }
        poll(fds, count, pending ? TICK_MS : 20);
        if (fds[0].revents) {
            accept_one(proxy);
        }
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            if (proxy->connections[i].used) {
                serve_connection(proxy, &proxy->connections[i]);
            }
        }
    }
    return NULL;
}

struct proxy *proxy_start(int target_port)
{
    struct proxy *proxy = calloc(1, sizeof *proxy);
    struct sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (!proxy) {
        return NULL;
    }
    proxy->target_port = target_port;
    proxy->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool ok = proxy->listener >= 0 &&
              bind(proxy->listener, (struct sockaddr *)&address, sizeof address) == 0 &&
              listen(proxy->listener, 64) == 0 &&
              getsockname(proxy->listener, (struct sockaddr *)&address, &size) == 0;
    proxy->port = ntohs(address.sin_port);
    if (!ok || pthread_create(&proxy->thread, NULL, run, proxy) != 0) {
        close(proxy->listener);
        free(proxy);
        return NULL;
    }
    return proxy;
}

struct proxy_settings *proxy_settings(struct proxy *proxy)
{
    return &proxy->settings;
}

int proxy_port(const struct proxy *proxy)
{
    return proxy->port;
}

void proxy_stop(struct proxy *proxy)
{
    atomic_store(&proxy->stop, true);
    pthread_join(proxy->thread, NULL);
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        if (proxy->connections[i].used) {
            close_connection(&proxy->connections[i]);
        }
    }
    close(proxy->listener);
    free(proxy);
}

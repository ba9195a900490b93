/*
 * From an invitation held up to the first byte of its badge's job: decision, durable check-in, print
 * intent, rendering, reading the code back, and the hand-over to a real cupsd with a real IPP
 * printer (tests/lib/cups.sh). The person's own "yes" is not in it.
 * link: kiosk/print_pool.c kiosk/print_share.c kiosk/print_flow.c kiosk/print_means.c
 * link: kiosk/station/ kiosk/store/
 * link: kiosk/domain/ kiosk/text/ printer/ scanner/ kiosk/log.c kiosk/timebase.c kiosk/asset.c
 * link: kiosk/ui/message.c kiosk/ui/message_file.c ASSETS
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kiosk/print_means.h"
#include "kiosk/print_pool.h"
#include "log.h"
#include "timebase.h"

#define BADGES 40

static const char script[] = ". tests/lib/cups.sh\n"
                             "if cups_start \"$1/cups\"; then echo \"ready $CUPS_SERVER\"\n"
                             "else echo \"$cups_why\"; exit; fi\n"
                             "read -r line; cups_stop\n";

struct mail { /* of the printer's threads */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct pool_news news[64];
    int count;
};

static void post(const struct pool_news *news, void *userdata)
{
    struct mail *mail = userdata;
    pthread_mutex_lock(&mail->lock);
    if (mail->count < 64) {
        mail->news[mail->count++] = *news;
    }
    pthread_cond_signal(&mail->changed);
    pthread_mutex_unlock(&mail->lock);
}

static struct pool_news receive(struct mail *mail)
{
    pthread_mutex_lock(&mail->lock);
    while (mail->count == 0) {
        pthread_cond_wait(&mail->changed, &mail->lock);
    }
    struct pool_news news = mail->news[0];
    memmove(mail->news, mail->news + 1, (size_t)--mail->count * sizeof mail->news[0]);
    pthread_mutex_unlock(&mail->lock);
    return news;
}

struct bench {
    struct station *station;
    struct checkpoint registration;
    struct print_pool *pool;
    struct badge_template *template;
    struct mail mail;
    double first_byte[BADGES], decided[BADGES], recorded[BADGES];
    int count, printed;
};

static double ms_from(int64_t start_us, int64_t end_us)
{
    return (double)(end_us - start_us) / 1000;
}

/* Takes reports in until the badge has ended. 0: it was never handed over. */
static int64_t follow(struct bench *bench)
{
    int64_t sent_us = 0;
    for (;;) {
        struct intent intent;
        const struct pool_news news = receive(&bench->mail);
        print_pool_take(bench->pool, &news, &intent);
        sent_us = news.is_report && news.report.sent_us ? news.report.sent_us : sent_us;
        if (news.is_report && print_report_is_last(&news.report)) {
            bench->printed += news.report.kind == PRINT_REPORT_COMPLETED;
            return sent_us;
        }
    }
}

static void print_one(struct bench *bench, const char *text)
{
    struct outcome outcome;
    enum route_answer why;
    int64_t now_ms = time_realtime_ms(), start_us = time_monotonic_us();
    station_look(bench->station, text, strlen(text), &bench->registration, DIRECTION_IN, now_ms,
                 &outcome);
    int64_t decided_us = time_monotonic_us();
    station_pass(bench->station, text, strlen(text), &bench->registration, DIRECTION_IN, now_ms,
                 true, &outcome);
    int64_t recorded_us = time_monotonic_us();
    int printer =
        print_pool_choose(bench->pool, outcome.attendee.category, bench->template, 0, &why);
    if (!outcome.has_badge || printer < 0 ||
        !print_pool_submit(bench->pool, printer, bench->template, &outcome.badge)) {
        return;
    }
    int64_t sent_us = follow(bench);
    if (sent_us) {
        bench->decided[bench->count] = ms_from(start_us, decided_us);
        bench->recorded[bench->count] = ms_from(decided_us, recorded_us);
        bench->first_byte[bench->count++] = ms_from(start_us, sent_us);
    }
}

static bool collect_holder(const struct attendee *attendee, void *userdata)
{
    uint64_t *holders = userdata; /* [0] counts */
    if (attendee->approval == APPROVAL_APPROVED && !attendee->watch) {
        holders[++holders[0]] = attendee->holder;
    }
    return holders[0] < BADGES;
}

static void print_all(struct bench *bench)
{
    uint64_t holders[BADGES + 1] = {0};
    store_each_attendee(bench->station->store, collect_holder, holders);
    for (uint64_t i = 1; i <= holders[0]; i++) {
        struct invitation invitation;
        store_begin(bench->station->store);
        bool made = station_invite(bench->station, holders[i], &invitation) &&
                    store_commit(bench->station->store);
        if (made) {
            print_one(bench, invitation.qr_text);
        }
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, compare);
    return count > 0 ? values[count / 2] : 0;
}

static void tell(struct bench *bench)
{
    double first = bench->count > 0 ? bench->first_byte[0] : 0;
    double middle = median(bench->first_byte, bench->count);
    printf("print: scan to first IPP byte, %d badges: median %.1f ms, worst %.1f ms, the first one "
           "%.1f ms (to reach 50); of it decided %.2f ms, recorded %.2f ms; %d printed\n",
           bench->count, middle, bench->count ? bench->first_byte[bench->count - 1] : 0, first,
           median(bench->decided, bench->count), median(bench->recorded, bench->count),
           bench->printed);
}

static bool set_up(struct bench *bench, const char *folder)
{
    char directory[128];
    struct event_info event = {.name = "Bench", .place = "Hall", .timezone = "UTC"};
    char today[TIME_TEXT_SIZE];
    struct printer_book book;
    snprintf(directory, sizeof directory, "%s/event", folder);
    time_use_zone(event.timezone);
    snprintf(event.days[0].date, sizeof event.days[0].date, "%.10s",
             time_format_iso(time_realtime_ms(), today));
    time_day_bounds(event.days[0].date, &event.days[0].starts_ms, &event.days[0].ends_ms);
    event.day_count = 1;
    if (!station_init(directory, &event) ||
        !(bench->station = station_open(directory, STORE_READ_WRITE)) ||
        !station_fill_sample(bench->station, 2 * BADGES, NULL) ||
        store_checkpoint(bench->station->store, NULL, &bench->registration) != STORE_FOUND ||
        !station_printers(bench->station, "badges", &book)) {
        return false;
    }
    struct template_shelf *shelf = print_shelf_open(bench->station);
    bench->template = shelf ? print_template_find(bench->station, shelf, NULL) : NULL;
    template_shelf_destroy(shelf);
    const struct print_pool_config config = {.station = bench->station,
                                             .book = &book,
                                             .read_back = true,
                                             .poll_ms = 20,
                                             .on_news = post,
                                             .userdata = &bench->mail};
    bench->pool = bench->template ? print_pool_create(&config) : NULL;
    return bench->pool != NULL;
}

static void run(struct bench *bench, const char *folder)
{
    if (set_up(bench, folder)) {
        struct intent none;
        const struct pool_news news = receive(&bench->mail); /* the printer is there */
        print_pool_take(bench->pool, &news, &none);
        print_all(bench);
        tell(bench);
    } else {
        puts("print: the event cannot be made; the log says why");
    }
    print_pool_destroy(bench->pool);
    badge_template_unref(bench->template);
    station_close(bench->station);
}

int main(void)
{
    struct bench *bench = calloc(1, sizeof *bench);
    char folder[] = "/tmp/lanyard-bench-XXXXXX", line[256] = "", server[256], command[128];
    int in[2], out[2];
    log_set_level(LOG_LEVEL_WARN);
    if (!bench || !mkdtemp(folder) || pipe(in) != 0 || pipe(out) != 0) {
        return 1;
    }
    pthread_mutex_init(&bench->mail.lock, NULL);
    pthread_cond_init(&bench->mail.changed, NULL);
    snprintf(command, sizeof command, "chmod 711 %s", folder);
    if (system(command) != 0) {
        return 1;
    }
    pid_t pid = fork();
    if (pid == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        close(in[0]), close(in[1]), close(out[0]), close(out[1]);
        execlp("bash", "bash", "-c", script, "bash", folder, NULL);
        _exit(127);
    }
    close(in[0]), close(out[1]);
    FILE *from = fdopen(out[0], "r");
    if (from && fgets(line, sizeof line, from) && sscanf(line, "ready %255s", server) == 1) {
        setenv("CUPS_SERVER", server, 1);
        run(bench, folder);
    } else {
        printf("print: skipped: %s", line);
    }
    close(in[1]);
    waitpid(pid, NULL, 0);
    if (from) {
        fclose(from);
    }
    snprintf(command, sizeof command, "rm -rf %s", folder);
    free(bench);
    return system(command) == 0 ? 0 : 1;
}

#include "kiosk/commands/sign_in.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* The first line, without its end. */
static bool read_line(FILE *file, char out[STAFF_PIN_MAX + 2])
{
    bool read = fgets(out, STAFF_PIN_MAX + 2, file) != NULL;
    if (read) {
        out[strcspn(out, "\r\n")] = '\0';
    }
    return read;
}

static bool ask(const char *prompt, char out[STAFF_PIN_MAX + 2])
{
    struct termios shown, hidden;
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &shown) != 0) {
        return false;
    }
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    fprintf(stderr, "%s: ", prompt);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    bool read = read_line(stdin, out);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fputc('\n', stderr);
    return read;
}

bool pin_read(const char *command, const char *path, const char *prompt,
              char out[STAFF_PIN_MAX + 2])
{
    bool read = false;
    if (!path) {
        read = ask(prompt, out);
    } else if (strcmp(path, "-") == 0) {
        read = read_line(stdin, out);
    } else {
        FILE *file = fopen(path, "r");
        read = file && read_line(file, out);
        if (file) {
            fclose(file);
        }
    }
    if (!read) {
        fprintf(stderr, "lanyard %s: no PIN could be read from %s\n", command,
                path ? path : "a terminal; give its file");
    }
    return read;
}

enum exit_status sign_in(const char *command, struct station *station, enum permission permission,
                         const struct sign_in *who)
{
    char pin[STAFF_PIN_MAX + 2] = "", approve_pin[STAFF_PIN_MAX + 2] = "";
    struct credentials by = {who->staff, NULL}, approved_by = {who->approve_by, NULL};
    int64_t wait_ms = 0;
    if ((who->staff && !pin_read(command, who->pin_file, "PIN", pin)) ||
        (who->approve_by &&
         !pin_read(command, who->approve_pin_file, "PIN of the second person", approve_pin))) {
        return EXIT_USAGE;
    }
    by.pin = who->staff ? pin : NULL;
    approved_by.pin = who->approve_by ? approve_pin : NULL;
    enum staff_answer answer = station_authorise(station, permission, &by, &approved_by, &wait_ms);
    explicit_bzero(pin, sizeof pin);
    explicit_bzero(approve_pin, sizeof approve_pin);
    if (answer == STAFF_OK) {
        return EXIT_DONE;
    }
    fprintf(stderr, "lanyard %s: %s: %s\n", command, permission_string(permission),
            staff_answer_string(answer));
    if (answer == STAFF_WAIT) {
        fprintf(stderr, "lanyard %s: the next PIN is looked at in %lld seconds\n", command,
                (long long)(wait_ms + 999) / 1000);
    }
    return answer == STAFF_FAULT ? EXIT_DEVICE : EXIT_NO;
}

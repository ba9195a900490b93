/* Speech: what is said of a screen, in whose voice, and when; into a file.
 *
 * link: kiosk/ui/ kiosk/domain/sync_status.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include "kiosk/ui/speech.h"

#include <unistd.h>

#include "tests/ui/fixture.h"
#include <sys/stat.h>

static char path[64], spec[80];

static int setup_speech(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "/tmp/lanyard-speech-XXXXXX");
    int file = mkstemp(path);
    if (file < 0) {
        return -1;
    }
    close(file);
    snprintf(spec, sizeof spec, "file:%s", path);
    const struct ui_config config = {
        .windowed = true, .width = 540, .height = 960, .still = true, .speech = spec};
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    ui = ui_create(&config);
    return ui ? 0 : -1;
}

static int teardown_speech(void **state)
{
    unlink(path);
    return teardown(state);
}

/* The n-th text said, from 0; "" when there were fewer. */
static const char *said(int number)
{
    static char line[SPEECH_TEXT_SIZE];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (int i = 0; i <= number; i++) {
        if (!fgets(line, sizeof line, file)) {
            line[0] = '\0';
        }
    }
    fclose(file);
    return line;
}

static void show_in(enum visit_state screen, const char *language, unsigned comfort)
{
    struct ui_model model = model_make(screen);
    snprintf(model.language, sizeof model.language, "%s", language);
    model.comfort = comfort;
    ui_show(ui, &model);
    next(0);
}

static void says_nothing_unasked(void **state)
{
    (void)state;
    show_in(VISIT_ATTRACT, "en", 0);
    show_in(VISIT_DESK, "en", UI_COMFORT_LARGE);
    assert_string_equal(said(0), "");
    assert_true(ui_can_speak(ui));
}

static void reads_each_screen_once_buttons_last(void **state)
{
    (void)state;
    show_in(VISIT_DESK, "en", UI_COMFORT_SPEECH);
    show_in(VISIT_DESK, "en", UI_COMFORT_SPEECH);
    show_in(VISIT_CONFIRM, "fr", UI_COMFORT_SPEECH);
    assert_true(strncmp(said(0), "en-gb\t", 6) == 0);
    const char *text = said(0);
    const char *title = strstr(text, "Please go to the registration desk. ");
    assert_non_null(title);
    assert_non_null(strstr(title, "All right. "));
    assert_true(strncmp(said(1), "fr\t", 3) == 0);
    assert_non_null(strstr(said(1), "Est-ce bien vous ? Дилноза Раҳимова. "));
    assert_null(strstr(said(1), "🇹🇯"));
    assert_string_equal(said(2), "");
}

static void reads_the_focused_button(void **state)
{
    (void)state;
    show_in(VISIT_CONFIRM, "ru", UI_COMFORT_SPEECH);
    SDL_Event event = {.key = {.type = SDL_KEYDOWN}};
    event.key.keysym.sym = SDLK_TAB;
    SDL_PushEvent(&event);
    next(0);
    assert_string_equal(said(1), "ru\tНазад. \n");
}

static void another_language_is_read_anew(void **state)
{
    (void)state;
    show_in(VISIT_ATTRACT, "en", UI_COMFORT_SPEECH);
    show_in(VISIT_ATTRACT, "zh", UI_COMFORT_SPEECH);
    assert_true(strncmp(said(1), "cmn\t", 4) == 0);
    assert_non_null(strstr(said(1), "欢迎"));
}

static void opens_what_is_there(void **state)
{
    (void)state;
    assert_null(speech_open(NULL));
    assert_null(speech_open("none"));
    assert_null(speech_open("no-such-program"));
    assert_null(speech_open("file:/no/such/folder/file"));
    speech_say(NULL, "en", "nothing");
    speech_stop(NULL);
    speech_close(NULL);
}

/* A program of the system, here one of our own: gets voice and text, and is ended by the next. */
static void runs_a_program(void **state)
{
    (void)state;
    char folder[] = "/tmp/lanyard-voice-XXXXXX", name[64], command[4200];
    assert_non_null(mkdtemp(folder));
    snprintf(name, sizeof name, "%s/espeak-ng", folder);
    FILE *script = fopen(name, "w");
    fprintf(script, "#!/bin/sh\n{ echo \"$@\"; cat; echo; } >>%s\nexec sleep 20\n", path);
    fclose(script);
    chmod(name, 0755);
    snprintf(command, sizeof command, "%s:%s", folder, getenv("PATH"));
    setenv("PATH", command, 1);
    struct speech *speech = speech_open("auto");
    assert_non_null(speech);
    speech_say(speech, "ru", "Привет");
    for (int i = 0; i < 500 && !strstr(said(1), "Привет"); i++) {
        usleep(10000);
    }
    assert_string_equal(said(0), "-v ru --stdin\n");
    assert_string_equal(said(1), "Привет\n");
    speech_close(speech); /* does not wait for the sleep */
    unlink(name);
    rmdir(folder);
}

#define WITH_SPEECH(test) cmocka_unit_test_setup_teardown(test, setup_speech, teardown_speech)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SPEECH(says_nothing_unasked),     WITH_SPEECH(reads_each_screen_once_buttons_last),
        WITH_SPEECH(reads_the_focused_button), WITH_SPEECH(another_language_is_read_anew),
        WITH_SPEECH(opens_what_is_there),      WITH_SPEECH(runs_a_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

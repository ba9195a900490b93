/* link: kiosk/store/fold.c */
#include "kiosk/store/fold.h"
#include "tests/test.h"

static void test_fold(void **state)
{
    (void)state;
    static const struct {
        const char *text, *folded;
    } rows[] = {
        {"", ""},
        {"Zulfiya Rahimova", "zulfiya rahimova"},
        {"  Anne-Marie   O'Brien ", "anne marie obrien"},
        {"d’Estaing", "destaing"},
        {"ÉÀÜÑÇØÅ", "eauncoa"},
        {"Ærø Straße Þór", "aero strasse thor"},
        {"Łódź Čapek Ğül Şahin İstanbul ıŞıK", "lodz capek gul sahin istanbul isik"},
        {"Œuvre Ĳssel", "oeuvre ijssel"},
        {"e\xcc\x81t\xc3\xa9", "ete"}, /* combining accent */
        {"Зулфия РАҲИМОВА", "зулфия раҳимова"},
        {"Ёлкин Їжак Ќ Џ", "елкин їжак ќ џ"},
        {"ҒАФУРОВ Қодир Ӣ Ӯ", "ғафуров қодир ӣ ӯ"},
        {"ΑΘΗΝΑ", "αθηνα"},
        {"ՀԱՅ", "հայ"},
        {"王小明 김철수 अनिता محمد", "王小明 김철수 अनिता محمد"},
        {"a@b.example", "a@b example"},
        {"\xff\xc3", "ya"}, /* no UTF-8: read byte by byte */
        {"...", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[128];
        fold_text(out, sizeof out, rows[i].text);
        if (strcmp(out, rows[i].folded) != 0) {
            fail_msg("\"%s\" → \"%s\", not \"%s\"", rows[i].text, out, rows[i].folded);
        }
    }
}

/* Cut at any size, it stays whole characters and within its bounds. */
static void test_cut(void **state)
{
    (void)state;
    const char *text = "Зулфия 王 a";
    for (size_t size = 1; size < 40; size++) {
        char *out = malloc(size); /* so that the sanitizer sees its end */
        out[0] = '\0';
        fold_add(out, size, text);
        fold_add(out, size, text);
        assert_true(strlen(out) < size);
        for (const char *at = out; *at; at++) {
            assert_false((unsigned char)at[0] >= 0xc0 && ((unsigned char)at[1] & 0xc0) != 0x80);
        }
        free(out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fold), cmocka_unit_test(test_cut)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

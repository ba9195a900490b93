/*
 * link: kiosk/text/encoding.c kiosk/text/decoder.c kiosk/text/clean.c kiosk/text/fold.c
 * link: kiosk/text/terms.c kiosk/text/latin.c kiosk/text/romanise.c kiosk/text/country.c
 * link: kiosk/log.c
 */
#include "tests/test.h"

#include <unistd.h>

#include "text.h"

/* ---- encodings ---- */

static const char russian[] =
    "N;Фамилия;Имя;Отчество;Страна;Должность\n1;Иванова;Мария;Петровна;Россия;Заместитель министра "
    "энергетики\n2;РАХИМОВ;ФАРРУХ;;ТАДЖИКИСТАН;СОВЕТНИК\n";
static const char arabic[] =
    "الرقم;الاسم;الدولة;المنصب\n1;أحمد محمود;مصر;وزير الخارجية\n2;فاطمة الزهراء;المغرب;مستشارة\n";
static const char french[] =
    "Numéro;Nom;Prénom;Délégation;Fonction\n1;Lefèvre;Hélène;France;Conseillère auprès du "
    "ministère\n2;Müller;Jürgen;Suisse;Délégué\n";
static const char english[] = "id,name,country\n1,Smith,Kenya\n";

struct sink {
    char text[8192];
    size_t used;
};

static bool collect(const char *utf8, size_t size, void *userdata)
{
    struct sink *sink = userdata;
    if (sink->used + size >= sizeof sink->text) {
        return false;
    }
    memcpy(sink->text + sink->used, utf8, size);
    sink->used += size;
    return true;
}

static void convert(const char *from, const char *to, const char *text, size_t size,
                    struct sink *out)
{
    char command[128], path[] = "/tmp/text-XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(write(fd, text, size), size);
    close(fd);
    snprintf(command, sizeof command, "iconv -f %s -t %s %s", from, to, path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    out->used = fread(out->text, 1, sizeof out->text, pipe);
    assert_int_equal(pclose(pipe), 0);
    unlink(path);
}

/* Every encoding is told apart, and decodes back, however the bytes are cut into pieces. */
static void test_encodings(void **state)
{
    (void)state;
    static const struct {
        const char *text, *encoding, *guess;
    } cases[] = {
        {russian, "UTF-8", "UTF-8"},        {russian, "CP1251", "windows-1251"},
        {russian, "KOI8-R", "KOI8-R"},      {russian, "IBM866", "IBM866"},
        {russian, "UTF-16LE", "UTF-16LE"},  {russian, "UTF-16BE", "UTF-16BE"},
        {russian, "UTF-16", "UTF-16LE"},    {arabic, "CP1256", "windows-1256"},
        {arabic, "UTF-8", "UTF-8"},         {french, "ISO-8859-1", "windows-1252"},
        {french, "CP1252", "windows-1252"}, {french, "UTF-16LE", "UTF-16LE"},
        {english, "UTF-8", "UTF-8"},        {english, "UTF-16BE", "UTF-16BE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sink bytes;
        char guess[TEXT_ENCODING_SIZE];
        convert("UTF-8", cases[i].encoding, cases[i].text, strlen(cases[i].text), &bytes);
        text_encoding_guess(bytes.text, bytes.used, guess);
        assert_string_equal(guess, cases[i].guess);
        for (size_t piece = 1; piece < 12; piece += 5) {
            struct sink back = {.used = 0};
            struct text_decoder *decoder = text_decoder_create(guess);
            assert_non_null(decoder);
            for (size_t at = 0; at < bytes.used; at += piece) {
                size_t left = bytes.used - at;
                assert_true(text_decode(decoder, bytes.text + at, left < piece ? left : piece,
                                        left <= piece, collect, &back));
            }
            text_decoder_destroy(decoder);
            assert_int_equal(back.used, strlen(cases[i].text));
            assert_memory_equal(back.text, cases[i].text, back.used);
        }
    }
}

static void test_marks(void **state)
{
    (void)state;
    char guess[TEXT_ENCODING_SIZE];
    struct sink back = {.used = 0};
    text_encoding_guess("\xef\xbb\xbfid", 5, guess);
    assert_string_equal(guess, "UTF-8");
    struct text_decoder *decoder = text_decoder_create(guess);
    text_decode(decoder, "\xef\xbb\xbfid\xff!", 7, true, collect, &back);
    text_decoder_destroy(decoder);
    back.text[back.used] = '\0';
    assert_string_equal(back.text, "id\xef\xbf\xbd!");
    text_encoding_guess("id\nAn\xed\xa0\x80na\n", 11, guess); /* half a surrogate pair */
    assert_string_equal(guess, "UTF-8");
    text_encoding_guess("id\n\xd0\x90\xd0", 6, guess); /* cut off */
    assert_string_equal(guess, "UTF-8");
    text_encoding_guess("", 0, guess);
    assert_string_equal(guess, "UTF-8");
    text_encoding_guess("\xff\xfe", 2, guess);
    assert_string_equal(guess, "UTF-16LE");
}

/* ---- cleaning ---- */

static void test_clean(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t size;
        enum text_fault fault;
        const char *out;
    } cases[] = {
        {"Anna", 4, TEXT_CLEAN, "Anna"},
        {"  Anna \t\r\n Maria ", 17, TEXT_CLEAN, "Anna Maria"},
        {"", 0, TEXT_CLEAN, ""},
        {"An\0na", 5, TEXT_HAS_NUL, ""},
        {"An\x07na", 5, TEXT_HAD_CONTROLS, "Anna"},
        {"An\xe2\x80\x8bna", 7, TEXT_HAD_CONTROLS, "Anna"},
        {"\xe2\x80\xae"
         "Anna\xe2\x80\xac",
         10, TEXT_HAD_BIDI, "Anna"},
        {"\xe2\x81\xa6"
         "Anna",
         7, TEXT_HAD_BIDI, "Anna"},
        {"\xe2\x80\x8f"
         "Anna",
         7, TEXT_CLEAN, "Anna"},
        {"An\xed\xa0\x80na", 7, TEXT_BROKEN, ""}, /* half a surrogate pair */
        {"An\xff", 3, TEXT_BROKEN, ""},
        {"An\xef\xbf\xbd", 5, TEXT_BROKEN, ""},
        {"An\xc0\x80", 4, TEXT_BROKEN, ""},
        {"Zoe\xcc\x88", 5, TEXT_CLEAN, "Zo\xc3\xab"}, /* composed */
        {"\xda\xa9\xd8\xaa\xe2\x80\x8c\xd9\x87\xd8\xa7", 11, TEXT_CLEAN,
         "\xda\xa9\xd8\xaa\xe2\x80\x8c\xd9\x87\xd8\xa7"}, /* a joiner that spelling needs */
        {"0123456789012345678901234567890123456789", 40, TEXT_TOO_LONG, ""},
        {"012345678901234567890123456789\xc3\xa9", 32, TEXT_TOO_LONG, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[32];
        assert_int_equal(text_clean(cases[i].text, cases[i].size, out, sizeof out), cases[i].fault);
        assert_string_equal(out, cases[i].out);
        assert_true(strlen(text_fault_string(cases[i].fault)) > 0);
    }
}

/* ---- folding ---- */

static void test_fold(void **state)
{
    (void)state;
    static const struct {
        const char *text, *folded;
    } cases[] = {
        {"Раҳимова", "rahimova"},
        {"РАХИМОВА", "rakhimova"},
        {"Müller", "muller"},
        {"Straße Łódź Ørsted", "strasse lodz orsted"},
        {"  O'Brien,  Mary-Ann ", "obrien mary-ann"},
        {"Oʻzbekiston", "ozbekiston"},
        {"Щукин Юрий", "shchukin yuriy"},
        {"李明", "li ming"},
        {"أحمد محمد", "ahmd mhmd"},
        {"გიორგი", "giorgi"},
        {"नरेन्द्र", "narendra"},
        {"Ελένη", "elene"},
        {"- a - b -", "a b"},
        {"a@b.org", "a b org"},
        {"№ ١٢", "12"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[128];
        assert_string_equal(text_fold(cases[i].text, out, sizeof out), cases[i].folded);
    }
    char small[6];
    text_fold("Раҳимова", small, sizeof small);
    assert_true(strlen(small) < sizeof small);
}

/* Spellings of one name share a skeleton. */
static void test_skeleton(void **state)
{
    (void)state;
    static const char *const groups[][4] = {
        {"rakhimova", "rahimova", NULL},
        {"muller", "mueller", "muler", NULL},
        {"yusuf", "iusuf", NULL},
        {"jamshed", "djamshed", "dzhamshed", NULL},
        {"aleksandr", "alexandr", NULL},
        {"sharipov", "sharipoff", "saripov", NULL},
        {"yelena", "elena", NULL},
        {"semyonov", "semenov", NULL},
        {"chinghiz", "cingiz", "kingiz", NULL},
        {"mahmoud", "mahmud", "makhmud", NULL},
        {"goethe", "gothe", NULL},
    };
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        char first[TEXT_WORD_SIZE], other[TEXT_WORD_SIZE];
        text_skeleton(groups[i][0], first, sizeof first);
        for (size_t k = 1; groups[i][k]; k++) {
            assert_string_equal(text_skeleton(groups[i][k], other, sizeof other), first);
        }
    }
}

static void add_term(const char *word, void *userdata)
{
    strcat(userdata, word);
    strcat(userdata, "|");
}

static void test_terms(void **state)
{
    (void)state;
    char terms[256] = "";
    text_terms("Al-Rahman Li", add_term, terms);
    assert_string_equal(terms, "al|rahman|alrahman|li|");
    terms[0] = '\0';
    text_terms("Рахимова", add_term, terms);
    assert_string_equal(terms, "rakhimova|rahimova|");
}

static void test_latin(void **state)
{
    (void)state;
    static const struct {
        const char *text, *latin;
        bool is_latin;
    } cases[] = {
        {"Дилноза Раҳимова", "Dilnoza Rahimova", false},
        {"Жанар Шәкенова", "Zhanar Shakenova", false},
        {"Hélène Lefèvre", "Hélène Lefèvre", true},
        {"李明", "Li Ming", false},
        {"O'Brien-Smith, 2nd", "O'Brien-Smith, 2nd", true},
        {"", "", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[128];
        assert_int_equal(text_is_latin(cases[i].text), cases[i].is_latin);
        assert_string_equal(text_latin(cases[i].text, out, sizeof out), cases[i].latin);
    }
    char small[8];
    text_latin("Дилноза Раҳимова", small, sizeof small);
    assert_string_equal(small, "Dilnoza");
}

/* ---- countries ---- */

static void test_countries(void **state)
{
    (void)state;
    static const struct {
        const char *text, *alpha2, *alpha3;
    } cases[] = {
        {"TJ", "TJ", "TJK"},
        {"tjk", "TJ", "TJK"},
        {"Tajikistan", "TJ", "TJK"},
        {"Таджикистан", "TJ", "TJK"},
        {"ТАДЖИКИСТАН", "TJ", "TJK"},
        {"Tadjikistan", "TJ", "TJK"},
        {"Тоҷикистон", "TJ", "TJK"},
        {"Россия", "RU", "RUS"},
        {"Российская Федерация", "RU", "RUS"},
        {"Allemagne", "DE", "DEU"},
        {"Côte d'Ivoire", "CI", "CIV"},
        {"Cote d’Ivoire", "CI", "CIV"},
        {"Iran (Islamic Republic of)", "IR", "IRN"},
        {"United States of America", "US", "USA"},
        {"Республика Корея", "KR", "KOR"},
        {"中国", "CN", "CHN"},
        {"Kyrgyz Republic", "KG", "KGZ"},
        {"Timor-Leste", "TL", "TLS"},
        {"U.S.A.", "US", "USA"},
        {"P.R. China", "CN", "CHN"},
        {"Republic of China", "TW", "TWN"},
        {"Республика Таджикистан", "TJ", "TJK"},
        {"The Kingdom of Spain", "ES", "ESP"},
        {"République française", "FR", "FRA"},
        {"РФ", "RU", "RUS"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct country country;
        assert_true(country_find(cases[i].text, &country));
        assert_string_equal(country.alpha2, cases[i].alpha2);
        assert_string_equal(country.alpha3, cases[i].alpha3);
    }
    static const char *const none[] = {"",      "X",           "XX",
                                       "QQQ",   "Atlantis",    "UNESCO",
                                       "Korea", "Republic of", "The Republic of Nowhere"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        struct country country;
        assert_false(country_find(none[i], &country));
    }
    char name[64];
    assert_true(country_name("TJ", "ru", name, sizeof name));
    assert_string_equal(name, "Таджикистан");
    assert_true(country_name("TJ", "en", name, sizeof name));
    assert_string_equal(name, "Tajikistan");
    assert_false(country_name("QX", "en", name, sizeof name));
    assert_false(country_name("", "en", name, sizeof name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_encodings), cmocka_unit_test(test_marks),
        cmocka_unit_test(test_clean),     cmocka_unit_test(test_fold),
        cmocka_unit_test(test_skeleton),  cmocka_unit_test(test_terms),
        cmocka_unit_test(test_latin),     cmocka_unit_test(test_countries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

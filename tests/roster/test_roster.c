/*
 * Files of every kind into a store: what is taken, what is said, and what a second import leaves.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 * link: kiosk/roster/
 * link: scanner/exif.c scanner/fault.c
 * link: scanner/frame.c scanner/image.c scanner/image_file.c scanner/image_jpeg.c
 * link: scanner/image_pgm.c scanner/image_png.c scanner/luma.c scanner/picture.c
 * link: scanner/picture_save.c
 */
#include "roster.h"
#include "tests/store/fixture.h"

struct heard {
    char errors[8192]; /* "row field;" of each error */
    char notes[8192];
    char changes[4096]; /* "field before>after;" */
    char missing[512];  /* external ids */
    char last_error[1024];
    bool replaces_badge;
};

static void append(char *to, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void append(char *to, size_t size, const char *format, ...)
{
    size_t used = strlen(to);
    va_list values;
    va_start(values, format);
    vsnprintf(to + used, size - used, format, values);
    va_end(values);
}

static void on_remark(const struct roster_remark *remark, void *userdata)
{
    struct heard *heard = userdata;
    bool error = remark->level == ROSTER_ERROR;
    append(error ? heard->errors : heard->notes, sizeof heard->errors, "%d %s;", (int)remark->row,
           remark->field);
    if (error) {
        snprintf(heard->last_error, sizeof heard->last_error, "%s", remark->text);
    }
}

static void on_change(const struct roster_change *change, void *userdata)
{
    struct heard *heard = userdata;
    append(heard->changes, sizeof heard->changes, "%s %s>%s;", change->field, change->before,
           change->after);
    heard->replaces_badge |= change->replaces_badge;
}

static void on_missing(const struct attendee *attendee, void *userdata)
{
    append(((struct heard *)userdata)->missing, 512, "%s;", attendee->external_id);
}

static void setup(struct fixture *f)
{
    static const struct category categories[] = {
        {.code = 1, .letter = "H", .name = "Head of delegation", .zones = 7},
        {.code = 2, .letter = "D", .name = "Delegate", .zones = 3},
        {.code = 5, .letter = "P", .name = "Press", .zones = 4},
    };
    static const struct zone zones[] = {{0, "plenary", "Plenary"},
                                        {1, "lounge", "Delegates' lounge"},
                                        {2, "press", "Press centre"}};
    const struct delegation un = {"UN", "", "United Nations"};
    const struct session session = {.code = "opening", .name = "Opening ceremony"};
    fixture_init(f);
    for (size_t i = 0; i < 3; i++) {
        assert_true(store_put_category(f->store, &categories[i]));
        assert_true(store_put_zone(f->store, &zones[i]));
    }
    assert_true(store_put_delegation(f->store, &un));
    assert_true(store_put_session(f->store, &session));
}

static void write_file(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    fclose(file);
}

static enum roster_result import_bytes(struct fixture *f, const void *data, size_t size,
                                       struct roster_options options, struct heard *heard,
                                       struct roster_summary *summary)
{
    char path[128];
    const struct roster_listener listener = {on_remark, on_change, on_missing, NULL, heard};
    *heard = (struct heard){.errors = ""};
    snprintf(path, sizeof path, "%s.csv", f->path);
    write_file(path, data, size);
    enum roster_result result = roster_import(f->store, path, &options, &listener, summary);
    unlink(path);
    return result;
}

static enum roster_result import_text(struct fixture *f, const char *text, struct heard *heard,
                                      struct roster_summary *summary)
{
    return import_bytes(f, text, strlen(text), (struct roster_options){.format = ROSTER_AUTO},
                        heard, summary);
}

static struct attendee person(struct fixture *f, const char *id)
{
    struct attendee attendee = {.holder = 0};
    assert_int_equal(store_attendee_by_external(f->store, id, &attendee), STORE_FOUND);
    return attendee;
}

/* ---- one row, many ways of writing it ---- */

static void test_forms(void **state)
{
    (void)state;
    static const char *const files[] = {
        "id,family name,given name,country\n1,Rahimova,Dilnoza,TJ\n",
        "ID;Surname;First Name;Country\r\n1;Rahimova;Dilnoza;Tajikistan\r\n",
        "Identifiant\tNom\tPr\u00e9nom\tPays\n1\tRahimova\tDilnoza\tTadjikistan\n",
        "Номер;Фамилия (латиницей);Имя (латиницей);Страна\n1;Rahimova;Dilnoza;Таджикистан\n",
        "\"id\"|\"name\"|\"delegation\"\n\"1\"|\"Dilnoza RAHIMOVA\"|\"TJK\"\n",
        "No,Name,First name,Member State\n1,Rahimova,Dilnoza,tajikistan\n",
        "sep=;\nid;name;country\n1;Rahimova, Dilnoza;TJK\n",
        "\n\nid,Full name,country\n\n1,Dilnoza Rahimova,TJK\n\n",
        "\xef\xbb\xbfid,name,country\n1,Dilnoza Rahimova,TJK",
        "'id','name','country'\n'1','Dilnoza Rahimova','TJK'\n",
        "id,name,country,,\n1,Dilnoza Rahimova,TJK,,\n",
        "id;name;country;days\n1;Dilnoza Rahimova;TJK;18.05.2026, 19.5\n",
        "[{\"id\": 1, \"family_name\": \"Rahimova\", \"given_name\": \"Dilnoza\", "
        "\"country\": \"TJ\"}]",
        "{\"id\": \"1\", \"name\": \"Dilnoza Rahimova\", \"delegation\": \"TJK\"}\n",
        "{\"count\": 1, \"results\": [{\"id\": 1, \"name\": \"Dilnoza Rahimova\", "
        "\"country\": \"TJ\"}]}",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct fixture f;
        struct heard heard;
        struct roster_summary summary;
        setup(&f);
        if (import_text(&f, files[i], &heard, &summary) != ROSTER_DONE) {
            fail_msg("%s: %s %s", files[i], heard.errors, heard.last_error);
        }
        struct attendee attendee = person(&f, "1");
        assert_int_equal(summary.added, 1);
        assert_true(summary.imported);
        assert_true(strcasecmp(attendee.family_name, "Rahimova") == 0);
        assert_string_equal(attendee.given_name, "Dilnoza");
        assert_string_equal(attendee.delegation, "TJK");
        assert_int_equal(attendee.category, 2); /* a delegate, with a delegate's zones */
        assert_int_equal(attendee.zones, 3);
        assert_int_equal(attendee.days, 3);
        assert_int_equal(attendee.approval, APPROVAL_APPROVED);
        fixture_finish(&f);
    }
}

static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *file, *family, *given, *native;
    } rows[] = {
        {"id;Фамилия;Имя;Отчество\n1;Иванов;Пётр;Сергеевич\n", "Ivanov", "Pyotr Sergeevich",
         "Пётр Сергеевич Иванов"},
        {"id;ФИО\n1;Раҳимова Дилноза\n", "Rahimova", "Dilnoza", "Раҳимова Дилноза"},
        {"id,name\n1,EL AMRANI Karim\n", "EL AMRANI", "Karim", ""},
        {"id,name\n1,\"van der Berg, Jan\"\n", "van der Berg", "Jan", ""},
        {"id,name\n1,H.E. Mr. Ahmad KHAN\n2,\n", "KHAN", "Ahmad", ""},
        {"id,name\n1,Dr Mr\n", "Mr", "", ""},
        {"id,name\n1,Sukarno\n", "Sukarno", "", ""},
        {"id,name,native name\n1,Ming Li,李明\n", "Li", "Ming", "李明"},
        {"id;Фамилия;Имя;Фамилия (латиницей);Имя (латиницей)\n1;Шарипов;Фаррух;Sharipov;Farrukh\n",
         "Sharipov", "Farrukh", "Фаррух Шарипов"},
        {"id,first name,middle name,last name\n1,Ann,Mary,Lee\n", "Lee", "Ann Mary", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        struct heard heard;
        struct roster_summary summary;
        setup(&f);
        assert_int_equal(import_text(&f, rows[i].file, &heard, &summary), ROSTER_DONE);
        struct attendee attendee = person(&f, "1");
        assert_string_equal(attendee.family_name, rows[i].family);
        assert_string_equal(attendee.given_name, rows[i].given);
        assert_string_equal(attendee.native_name, rows[i].native);
        fixture_finish(&f);
    }
}

/* ---- bad rows: each is said, none hides another, nothing is imported ---- */

static void test_bad_rows(void **state)
{
    (void)state;
    static const struct {
        const char *row;
        size_t size; /* 0: up to the NUL */
        const char *errors;
    } rows[] = {
        {"2,,TJ,D,,,", 0, "3 family_name;"},
        {"Total,17,,,,,", 0, "3 family_name;"},
        {"2,Anna Bell,Atlantis,D,,,", 0, "3 delegation;"},
        {"2,Anna Bell,TJ,Q,,,", 0, "3 category;"},
        {"2,Anna Bell,Atlantis,Q,,,", 0, "3 delegation;3 category;"},
        {"2,Anna Bell,TJ,D,moon,,", 0, "3 zones;"},
        {"2,Anna Bell,TJ,D,,2030-01-01,", 0, "3 days;"},
        {"2,Anna Bell,TJ,D,,18.05.2025,", 0, "3 days;"},
        {"2,Anna Bell,TJ,D,,18.05.2,", 0, "3 days;"},
        {"2,Anna Bell,TJ,D,,,perhaps", 0, "3 approval;"},
        {"2,Anna Bell,TJ,D", 0, "3 ;"},
        {"2,Anna Bell,TJ,D,,,,extra", 0, "3 ;"},
        {"2,\"Anna Bell,TJ,D,,,", 0, "3 ;"},
        {"1,Anna Bell,TJ,D,,,", 0, "3 external_id;"},
        {"2,An\0na Bell,TJ,D,,,", 20, "3 name;"},
        {"2,An\xed\xa0\x80na Bell,TJ,D,,,", 0, "3 name;"},
        {"2,An\xffna Bell,TJ,D,,,", 0, "3 name;"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        struct heard heard;
        struct roster_summary summary;
        char file[1024];
        size_t used = (size_t)sprintf(file, "id,name,country,category,zones,days,approval\n"
                                            "1,First Person,TJ,D,all,1,approved\n");
        size_t size = rows[i].size ? rows[i].size : strlen(rows[i].row);
        memcpy(file + used, rows[i].row, size);
        used += size;
        used += (size_t)sprintf(file + used, "\n3,Last Person,KE,P,press,2,pending\n");
        setup(&f);
        struct roster_options options = {.encoding = "UTF-8"};
        enum roster_result result = import_bytes(&f, file, used, options, &heard, &summary);
        if (result != ROSTER_REJECTED || strcmp(heard.errors, rows[i].errors) != 0) {
            fail_msg("%s: %s (%s)", rows[i].row, heard.errors, heard.last_error);
        }
        assert_int_equal(summary.rejected, 1);
        assert_int_equal(summary.added, 2);
        assert_false(summary.imported);
        assert_int_equal(store_attendee_count(f.store), 0);
        options.skip_bad = true;
        assert_int_equal(import_bytes(&f, file, used, options, &heard, &summary), ROSTER_REJECTED);
        assert_true(summary.imported);
        assert_int_equal(store_attendee_count(f.store), 2);
        assert_int_equal(person(&f, "3").zones, 4);
        assert_int_equal(person(&f, "3").approval, APPROVAL_PENDING);
        fixture_finish(&f);
    }
}

static void test_long_name(void **state)
{
    (void)state;
    struct fixture f;
    struct heard heard;
    struct roster_summary summary;
    char *file = malloc(12000);
    size_t used = (size_t)sprintf(file, "id,name\n1,");
    memset(file + used, 'a', 10000);
    strcpy(file + used + 10000, "\n2,Short Name\n");
    setup(&f);
    assert_int_equal(import_text(&f, file, &heard, &summary), ROSTER_REJECTED);
    assert_string_equal(heard.errors, "2 name;");
    assert_int_equal(summary.added, 1);
    free(file);
    fixture_finish(&f);
}

/* Cleaned and said, but taken. */
static void test_cleaned(void **state)
{
    (void)state;
    struct fixture f;
    struct heard heard;
    struct roster_summary summary;
    setup(&f);
    assert_int_equal(import_text(&f,
                                 "id,name,position\n1,\xe2\x80\xae"
                                 "Anna\x07 Bell,a\xe2\x80\x8b"
                                 "b\n",
                                 &heard, &summary),
                     ROSTER_DONE);
    assert_string_equal(heard.notes, "2 name;2 position;");
    assert_string_equal(person(&f, "1").given_name, "Anna");
    assert_string_equal(person(&f, "1").position, "ab");
    fixture_finish(&f);
}

/* What is no roster is said so, and changes nothing. */
static void test_unreadable(void **state)
{
    (void)state;
    static const char *const files[] = {
        "", "\n\n\n", "a,b,c\n1,2,3\n", "[", "{\"a\": [}", "]", "id,\n", "[]x[", "\xff\xfe",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct fixture f;
        struct heard heard;
        struct roster_summary summary;
        setup(&f);
        enum roster_result result = import_text(&f, files[i], &heard, &summary);
        assert_true(result == ROSTER_UNREADABLE || result == ROSTER_REJECTED);
        assert_false(summary.imported);
        assert_int_equal(store_attendee_count(f.store), 0);
        fixture_finish(&f);
    }
}

/* ---- a second import ---- */

static void test_again(void **state)
{
    (void)state;
    struct fixture f;
    struct heard heard;
    struct roster_summary summary;
    struct intent badge;
    setup(&f);
    assert_int_equal(import_text(&f,
                                 "id,name,country,position\n1,Anna Bell,KE,Adviser\n"
                                 "2,Ben Cole,KE,Adviser\n3,Cleo Dunn,KE,Adviser\n",
                                 &heard, &summary),
                     ROSTER_DONE);
    assert_int_equal(summary.added, 3);
    assert_int_equal(summary.delegations, 1);
    uint64_t holder = person(&f, "2").holder;
    assert_true(store_begin(f.store));
    fixture_arrive(&f, holder);
    assert_true(fixture_badge(&f, holder, 1, "print", &badge));
    assert_true(store_commit(f.store));
    /* the desk mends a spelling that the organiser's file keeps */
    struct attendee anna = person(&f, "1");
    snprintf(anna.family_name, sizeof anna.family_name, "Bellini");
    assert_true(store_put_attendee(f.store, &anna));
    assert_int_equal(import_text(&f,
                                 "id,name,country,position\n1,Anna Bell,KE,Adviser\n"
                                 "2,Ben Coleman,KE,Adviser\n4,Dan Eriksen,KE,Adviser\n",
                                 &heard, &summary),
                     ROSTER_DONE);
    assert_int_equal(summary.added, 1);
    assert_int_equal(summary.changed, 1);
    assert_int_equal(summary.unchanged, 1);
    assert_int_equal(summary.missing, 1);
    assert_string_equal(heard.changes, "family_name Cole>Coleman;");
    assert_string_equal(heard.missing, "3;");
    assert_true(heard.replaces_badge);
    assert_string_equal(person(&f, "1").family_name, "Bellini");
    assert_int_equal(person(&f, "2").holder, holder);
    assert_int_equal(store_intent_of(f.store, holder, &badge), STORE_FOUND);
    assert_int_equal(store_attendee_count(f.store), 4);
    /* dry runs and the same again */
    struct roster_options dry = {.dry_run = true};
    const char changed[] = "id,name\n1,Somebody Else\n";
    assert_int_equal(import_bytes(&f, changed, strlen(changed), dry, &heard, &summary),
                     ROSTER_DONE);
    assert_int_equal(summary.changed, 1);
    assert_false(summary.imported);
    assert_string_equal(person(&f, "1").family_name, "Bellini");
    fixture_finish(&f);
}

static bool write_row(const struct attendee *attendee, const char *const *texts, void *userdata)
{
    char cell[1024];
    (void)attendee;
    for (size_t i = 0; texts[i]; i++) {
        roster_csv_cell(texts[i], cell, sizeof cell);
        fprintf(userdata, "%s%s", i > 0 ? "," : "", cell);
    }
    fputc('\n', userdata);
    return true;
}

/* What goes out comes in and changes nothing: signs, quotes, scripts and all. */
static void test_round_trip(void **state)
{
    (void)state;
    struct fixture f;
    struct heard heard;
    struct roster_summary summary;
    char *text;
    size_t size;
    setup(&f);
    assert_int_equal(
        import_text(&f,
                    "id;name;country;position;organisation;zones;days;sessions;host;approval\n"
                    "1;Anna Bell;KE;'=1+1;\"a \"\"b\"\", c;d\";plenary;2026-05-19;opening;2;\n"
                    "2;Ben Cole;UN;'+992;'-;none;all;;;pending\n"
                    "3;Раҳимова Дилноза;TJ;''=x;@home;;;;;withdrawn\n"
                    "4;O'Neil Pat;TJ;'quoted';''';;;;;\n",
                    &heard, &summary),
        ROSTER_DONE);
    assert_string_equal(person(&f, "1").position, "=1+1");
    assert_string_equal(person(&f, "3").position, "'=x");
    fixture_attendee(&f, "Walk", "In"); /* without an id */
    FILE *out = open_memstream(&text, &size);
    for (const char *const *field = roster_fields(); *field; field++) {
        fprintf(out, "%s%s", field == roster_fields() ? "" : ",", *field);
    }
    fputc('\n', out);
    assert_true(roster_export(f.store, write_row, out));
    fclose(out);
    assert_null(strstr(text, ",=1+1"));
    assert_null(strstr(text, ",+992"));
    assert_int_equal(import_text(&f, text, &heard, &summary), ROSTER_DONE);
    if (summary.unchanged != 5) {
        fail_msg("%s\n%s", heard.changes, text);
    }
    assert_int_equal(summary.added + summary.changed, 0);
    free(text);
    fixture_finish(&f);
}

/* ---- other systems ---- */

static void test_pretix(void **state)
{
    (void)state;
    static const char orders[] =
        "{\"count\": 2, \"next\": null, \"results\": ["
        "{\"code\": \"ABC12\", \"status\": \"p\", \"email\": \"o@example.org\", \"locale\": \"ru\","
        " \"positions\": ["
        "  {\"id\": 7, \"positionid\": 1, \"attendee_name\": \"Anna Bell\","
        "   \"attendee_name_parts\": {\"_scheme\": \"given_family\", \"given_name\": \"Anna\","
        "   \"family_name\": \"Bell\"}, \"attendee_email\": null, \"company\": \"ACME\","
        "   \"country\": \"KE\", \"secret\": \"abcdefghjkmnpqrstuvwxyz23456789a\","
        "   \"addon_to\": null, \"answers\": [{\"question_identifier\": \"position\","
        "   \"answer\": \"Adviser\"}]},"
        "  {\"id\": 8, \"positionid\": 2, \"attendee_name\": null, \"addon_to\": 7,"
        "   \"secret\": \"bbcdefghjkmnpqrstuvwxyz23456789a\"}]},"
        "{\"code\": \"DEF34\", \"status\": \"n\", \"email\": \"p@example.org\", \"locale\": \"en\","
        " \"positions\": [{\"positionid\": 1, \"attendee_name\": \"Ben Cole\","
        "   \"attendee_name_parts\": {}, \"secret\": \"cbcdefghjkmnpqrstuvwxyz23456789a\"}]}]}";
    static const char list[] = "Order code,Attendee name,Product,Price,Checked in,Secret,E-mail,"
                               "Company\nABC12,Anna Bell,Delegate,0,No,"
                               "abcdefghjkmnpqrstuvwxyz23456789a,o@example.org,ACME Ltd\n";
    struct fixture f;
    struct heard heard;
    struct roster_summary summary;
    struct attendee found;
    setup(&f);
    assert_int_equal(import_text(&f, orders, &heard, &summary), ROSTER_DONE);
    assert_int_equal(summary.added, 2);
    assert_string_equal(summary.format, "pretix");
    struct attendee anna = person(&f, "ABC12-1");
    assert_string_equal(anna.family_name, "Bell");
    assert_string_equal(anna.email, "o@example.org");
    assert_string_equal(anna.organisation, "ACME");
    assert_string_equal(anna.position, "Adviser");
    assert_string_equal(anna.language, "ru");
    assert_string_equal(anna.delegation, "KEN");
    assert_int_equal(anna.approval, APPROVAL_APPROVED);
    assert_int_equal(person(&f, "DEF34-1").approval, APPROVAL_PENDING);
    assert_int_equal(store_attendee_by_foreign(f.store, "abcdefghjkmnpqrstuvwxyz23456789a", &found),
                     STORE_FOUND);
    assert_int_equal(found.holder, anna.holder);
    /* the check-in list knows the same person by the ticket */
    assert_int_equal(import_text(&f, list, &heard, &summary), ROSTER_DONE);
    assert_int_equal(summary.changed, 1);
    assert_string_equal(heard.changes, "organisation ACME>ACME Ltd;");
    fixture_finish(&f);
    /* the other way round: the list first, then the orders with ids */
    setup(&f);
    assert_int_equal(import_text(&f, list, &heard, &summary), ROSTER_DONE);
    assert_int_equal(import_text(&f, orders, &heard, &summary), ROSTER_DONE);
    assert_int_equal(summary.added, 1);
    assert_int_equal(summary.changed, 1);
    assert_int_equal(store_attendee_by_foreign(f.store, "abcdefghjkmnpqrstuvwxyz23456789a", &found),
                     STORE_FOUND);
    assert_string_equal(found.external_id, "ABC12-1");
    fixture_finish(&f);
}

static void test_indico(void **state)
{
    (void)state;
    static const char registrations[] =
        "[{\"id\": 21, \"full_name\": \"Anna Bell\", \"email\": \"a@example.org\","
        " \"state\": \"complete\", \"checked_in\": false,"
        " \"checkin_secret\": \"9982be4e-32cf-4656-a781-62ad45609d12\","
        " \"registration_data\": [{\"title\": \"Personal data\", \"fields\": ["
        "   {\"title\": \"Affiliation\", \"data\": \"CERN\"},"
        "   {\"title\": \"Country\", \"data\": \"CH\"},"
        "   {\"title\": \"Position\", \"data\": \"Physicist\"}]},"
        "  {\"title\": \"Guests\", \"fields\": [{\"title\": \"Accompanying persons\", \"data\": ["
        "   {\"id\": \"0b6f4a3e-1111-4222-8333-444455556666\", \"firstName\": \"Paul\","
        "    \"lastName\": \"Bell\"}]}]}]},"
        " {\"id\": 22, \"full_name\": \"\\ud800\", \"registration_data\": []},"
        " {\"id\": 23, \"full_name\": \"Ben Cole\", \"state\": \"withdrawn\","
        "  \"registration_data\": []}]";
    struct fixture f;
    struct heard heard;
    struct roster_summary summary;
    struct attendee found;
    setup(&f);
    assert_int_equal(import_bytes(&f, registrations, strlen(registrations),
                                  (struct roster_options){.skip_bad = true}, &heard, &summary),
                     ROSTER_REJECTED);
    assert_string_equal(summary.format, "indico");
    assert_string_equal(heard.errors, "2 ;"); /* half a surrogate pair */
    assert_int_equal(summary.added, 3);
    assert_string_equal(person(&f, "21").organisation, "CERN");
    assert_string_equal(person(&f, "21").delegation, "CHE");
    assert_int_equal(person(&f, "23").approval, APPROVAL_WITHDRAWN);
    assert_int_equal(
        store_attendee_by_foreign(
            f.store, "{\"i\":[2,\"indico.cern.ch\",\"mYK+TjLPRlangWKtRWCdEg==\"]}", &found),
        STORE_FOUND);
    assert_string_equal(found.external_id, "21");
    /* whom she brings has a badge and a ticket of his own */
    assert_int_equal(
        store_attendee_by_foreign(f.store,
                                  "{\"i\":[2,\"indico.cern.ch\",\"mYK+TjLPRlangWKtRWCdEg==\","
                                  "\"C29KPhERQiKDM0REVVVmZg==\"]}",
                                  &found),
        STORE_FOUND);
    assert_string_equal(found.given_name, "Paul");
    assert_string_equal(found.delegation, "CHE");
    struct attendee_tie tie;
    assert_int_equal(store_tie(f.store, found.holder, &tie), STORE_FOUND);
    assert_string_equal(tie.accompanies, "21");
    fixture_finish(&f);
}

/* ---- options ---- */

static void test_options(void **state)
{
    (void)state;
    const struct roster_map maps[] = {{"kto", "name"}, {"otkuda", "delegation"}, {"id", ""}};
    static const char file[] = "id,Kto,Otkuda\n1,Anna Bell,Global Water Fund\n";
    struct fixture f;
    struct heard heard;
    struct roster_summary summary;
    struct delegation delegation;
    setup(&f);
    struct roster_options options = {.maps = maps, .map_count = 3, .encoding = "UTF-8"};
    assert_int_equal(import_bytes(&f, file, strlen(file), options, &heard, &summary),
                     ROSTER_REJECTED);
    assert_string_equal(heard.errors, "2 delegation;");
    options.add_delegations = true;
    assert_int_equal(import_bytes(&f, file, strlen(file), options, &heard, &summary), ROSTER_DONE);
    assert_int_equal(summary.delegations, 1);
    assert_int_equal(store_delegation(f.store, "GWF", &delegation), STORE_FOUND);
    assert_string_equal(delegation.name, "Global Water Fund");
    /* without an id the same file finds the same person */
    assert_int_equal(import_bytes(&f, file, strlen(file), options, &heard, &summary), ROSTER_DONE);
    assert_int_equal(summary.unchanged, 1);
    options.encoding = "no-such";
    assert_int_equal(import_bytes(&f, file, strlen(file), options, &heard, &summary),
                     ROSTER_UNREADABLE);
    fixture_finish(&f);
}

static void test_fact(void **state)
{
    (void)state;
    struct fixture f;
    struct heard heard;
    struct roster_summary summary;
    struct audit_report report;
    setup(&f);
    assert_int_equal(import_text(&f, "id,name\n1,Anna Bell\n", &heard, &summary), ROSTER_DONE);
    assert_true(store_audit(f.store, &report));
    assert_int_equal(report.fault, AUDIT_OK);
    assert_int_equal(report.events, 1);
    fixture_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),    cmocka_unit_test(test_names),
        cmocka_unit_test(test_bad_rows), cmocka_unit_test(test_long_name),
        cmocka_unit_test(test_cleaned),  cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_again),    cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_pretix),   cmocka_unit_test(test_indico),
        cmocka_unit_test(test_options),  cmocka_unit_test(test_fact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

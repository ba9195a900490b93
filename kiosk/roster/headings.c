/* Headings of columns, as organisers write them. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/roster/fields.h"

#define FOLDED_SIZE 160

/* Alternatives are apart by '|'. Compared folded: capitals, accents, hyphens and punctuation make
 * no difference. */
static const struct {
    enum roster_field field;
    const char *words;
} headings[] = {
    {FIELD_HOLDER, "holder"},
    {FIELD_EXTERNAL_ID,
     "id|external id|external_id|no|nr|number|code|ref|reference|registration id|registration no|"
     "registration number|participant id|attendee id|person id|badge id|uid|#|"
     "identifiant|numero|n°|matricule|no d'inscription|numero d'inscription|"
     "№|номер|идентификатор|код|код участника|номер участника|рег. номер|номер п/п|№ п/п|ид"},
    {FIELD_FOREIGN_CODE,
     "foreign code|foreign_code|secret|ticket secret|ticket code|ticket|barcode|qr|qr code|"
     "checkin_secret|code du billet|code-barres|code barres|код билета|штрихкод|штрих-код|qr-код|"
     "geheimnis"},
    {FIELD_FAMILY_NAME,
     "family name|family_name|familyname|last name|last_name|lastname|surname|family|"
     "family name latin|surname latin|last name latin|surname as in passport|"
     "attendee name: family name|attendee name family name|nachname|familienname|"
     "nom|nom de famille|nom en latin|"
     "фамилия|фамилия латиницей|фамилия на латинице|фамилия лат|фамилия на английском"},
    {FIELD_GIVEN_NAME,
     "given name|given_name|givenname|given names|first name|first_name|firstname|first names|"
     "forename|given name latin|first name latin|attendee name: given name|"
     "attendee name given name|vorname|"
     "prenom|prenoms|prenom en latin|"
     "имя|имя латиницей|имя на латинице|имя лат|имя на английском"},
    {FIELD_MIDDLE_NAME, "middle name|middle_name|patronymic|deuxieme prenom|patronyme|отчество"},
    {FIELD_NAME,
     "name|full name|fullname|full_name|attendee name|attendee|participant|participant name|"
     "delegate|delegate name|name latin|full name latin|name in english|nom complet|"
     "nom et prenom|nom prenom|nom et prenoms|participant(e)|nom du participant|"
     "teilnehmer|teilnehmername|name des teilnehmers|имя участника|"
     "фио|ф.и.о.|ф. и. о.|полное имя|фамилия имя отчество|фамилия, имя, отчество|"
     "фамилия, имя|фамилия имя|участник|имя и фамилия|фио латиницей|фио на английском"},
    {FIELD_NATIVE_NAME,
     "native name|native_name|name in native script|name native|local name|original name|"
     "name in original script|name in russian|name in arabic|nom en ecriture d'origine|"
     "nom dans l'ecriture d'origine|nom en russe|имя на родном языке|фио на родном языке|"
     "фио на русском|фио на русском языке|имя на русском"},
    {FIELD_TITLE,
     "title|salutation|prefix|honorific|mr/ms|mr ms|civilite|titre|обращение|титул|звание|anrede"},
    {FIELD_POSITION,
     "position|function|job title|job_title|job|role title|designation|post|occupation|"
     "fonction|poste|qualite|должность|пост|position/title|position title"},
    {FIELD_ORGANISATION,
     "organisation|organization|institution|affiliation|company|employer|ministry|agency|"
     "company name|organisme|organisation/institution|etablissement|ministere|societe|entreprise|"
     "организация|учреждение|место работы|компания|ведомство|министерство|firma"},
    {FIELD_DELEGATION,
     "delegation|country|country/organization|country/organisation|country or organization|"
     "member state|nation|nationality|country code|pays|delegation/pays|nationalite|"
     "страна|делегация|государство|страна/организация|гражданство|land|delegation code"},
    {FIELD_CATEGORY, "category|badge category|badge type|type|participant type|category code|role|"
                     "registration type|categorie|type de badge|type de participant|"
                     "категория|тип|тип бейджа|тип участника|категория участника|роль"},
    {FIELD_HEAD_OF_DELEGATION,
     "head of delegation|head_of_delegation|hod|head|is head|chef de delegation|"
     "глава делегации|глава|руководитель делегации"},
    {FIELD_PROTOCOL_RANK,
     "protocol rank|protocol_rank|rank|precedence|protocol order|rang|rang protocolaire|"
     "ordre protocolaire|протокольный ранг|ранг|старшинство"},
    {FIELD_LANGUAGE, "language|languages|lang|locale|preferred language|langue|langues|язык|языки|"
                     "предпочитаемый язык"},
    {FIELD_EMAIL,
     "email|e-mail|mail|email address|e-mail address|attendee email|courriel|adresse e-mail|"
     "adresse electronique|adresse mail|электронная почта|эл. почта|почта|эл. адрес|имейл"},
    {FIELD_PHOTO,
     "photo|picture|photo file|image|portrait|photograph|photographie|фото|фотография|файл фото"},
    {FIELD_ZONES, "zones|zone|access|access zones|areas|zones d'acces|acces|зоны|зона|доступ|"
                  "зоны доступа"},
    {FIELD_VENUES, "venues|venue|buildings|lieux|lieu|sites|площадки|площадка|места проведения"},
    {FIELD_DAYS, "days|day|dates|valid days|jours|jour|дни|день|даты"},
    {FIELD_SESSIONS, "sessions|session|events|seances|seance|сессии|сессия|заседания|мероприятия"},
    {FIELD_HOST, "host|host officer|hote|принимающий|принимающее лицо"},
    {FIELD_ESCORT, "escort|liaison|liaison officer|escorted by|accompagnateur|officier de liaison|"
                   "сопровождающий|сопровождающее лицо|офицер связи"},
    {FIELD_ACCOMPANIES,
     "accompanies|accompanying person of|accompanying|spouse of|guest of|accompagne|"
     "conjoint de|invite de|сопровождает|супруг(а)|гость участника"},
    {FIELD_ESCORT_REQUIRED, "escort required|escort_required|needs escort|escorte|escorte requise|"
                            "требуется сопровождение|с сопровождением"},
    {FIELD_WATCH, "watch|watch list|watchlist|surveillance|контроль|особый контроль"},
    {FIELD_APPROVAL,
     "approval|status|approval state|accreditation|accreditation status|registration status|"
     "statut|accreditation|etat|статус|аккредитация|статус аккредитации"},
    {FIELD_GUARD_NOTE, "guard note|note for the guard|security note|note for security|"
                       "checkin text|check-in text|note pour la garde|consigne de securite|"
                       "заметка для охраны|примечание для охраны"},
};

static void fold_heading(const char *text, size_t length, char out[FOLDED_SIZE])
{
    char copy[FOLDED_SIZE];
    snprintf(copy, sizeof copy, "%.*s", (int)length, text);
    for (char *at = copy; *at; at++) {
        *at = *at == '_' ? ' ' : *at;
    }
    text_fold(copy, out, FOLDED_SIZE);
    size_t used = 0;
    for (const char *at = out; *at; at++) {
        if (*at != '-' && *at != ' ') {
            out[used++] = *at;
        }
    }
    out[used] = '\0';
    if (used == 0) { /* signs only: "№", "#" */
        snprintf(out, FOLDED_SIZE, "%s", copy);
    }
}

/* ---- all of them folded, once ---- */

#define WORDS_MAX 1024
#define WORD_SIZE 64

static struct {
    enum roster_field field;
    char folded[WORD_SIZE];
} words[WORDS_MAX];
static size_t word_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fold_all(void)
{
    char folded[FOLDED_SIZE];
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        for (const char *at = headings[i].words; *at && word_count < WORDS_MAX;) {
            size_t size = strcspn(at, "|");
            fold_heading(at, size, folded);
            words[word_count].field = headings[i].field;
            snprintf(words[word_count++].folded, WORD_SIZE, "%.*s", WORD_SIZE - 1, folded);
            at += size + (at[size] == '|');
        }
    }
}

static enum roster_field find(const char *heading, size_t length)
{
    char wanted[FOLDED_SIZE];
    pthread_once(&once, fold_all);
    fold_heading(heading, length, wanted);
    for (size_t i = 0; wanted[0] && i < word_count; i++) {
        if (strcmp(words[i].folded, wanted) == 0) {
            return words[i].field;
        }
    }
    return FIELD_NONE;
}

bool field_is_result(const char *heading)
{
    static const char *const results[] = {"state", "issue", "serial"};
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        if (strcmp(heading, results[i]) == 0) {
            return true;
        }
    }
    return false;
}

enum roster_field field_guess(const char *heading)
{
    enum roster_field field;
    if (field_parse(heading, &field)) {
        return field;
    }
    field = find(heading, strlen(heading));
    if (field == FIELD_NONE) { /* without what stands in brackets or behind a slash */
        size_t length = strcspn(heading, "([/*:");
        field = length > 0 && heading[length] ? find(heading, length) : FIELD_NONE;
    }
    return field;
}

#include <string.h>

#include "kiosk/roster/reader.h"

#define ROWS_MAX 40

static const char delimiters[] = {';', ',', '\t', '|'};

/* Counts `delimiter` in each of the first rows, outside of quotes. */
static size_t count_rows(const char *sample, size_t size, char delimiter, char quote,
                         size_t counts[ROWS_MAX])
{
    size_t rows = 0;
    bool quoted = false, blank = true;
    counts[0] = 0;
    for (size_t i = 0; i < size && rows < ROWS_MAX; i++) {
        bool line_end = !quoted && (sample[i] == '\n' || sample[i] == '\r');
        if (sample[i] == quote) {
            quoted = !quoted;
        } else if (!quoted && sample[i] == delimiter) {
            counts[rows]++;
        }
        blank &= line_end || sample[i] == ' ';
        if (line_end && !blank) {
            blank = true;
            if (++rows < ROWS_MAX) {
                counts[rows] = 0;
            }
        }
    }
    return rows < ROWS_MAX && !blank ? rows + 1 : rows;
}

/* Rows that agree with the header count for more than many columns. */
static size_t score(const char *sample, size_t size, char delimiter, char quote)
{
    size_t counts[ROWS_MAX];
    size_t rows = count_rows(sample, size, delimiter, quote, counts), same = 0;
    for (size_t i = 0; i < rows; i++) {
        same += counts[i] == counts[0];
    }
    return rows > 0 && counts[0] > 0 ? same * 100 / rows * 1000 + counts[0] : 0;
}

/* Single quotes only where cells begin and end with them and there are no double ones. */
static char guess_quote(const char *sample, size_t size)
{
    size_t starts = 0;
    if (memchr(sample, '"', size)) {
        return '"';
    }
    for (size_t i = 0; i + 1 < size; i++) {
        bool start = i == 0 || strchr("\n,;\t|", sample[i - 1] ? sample[i - 1] : 'x');
        starts +=
            sample[i] == '\'' && start && !strchr("=+-@'", sample[i + 1] ? sample[i + 1] : 'x');
    }
    return starts > 2 ? '\'' : '"';
}

void csv_guess(const char *sample, size_t size, char *delimiter, char *quote)
{
    size_t best = 0;
    *quote = guess_quote(sample, size);
    *delimiter = ',';
    for (size_t i = 0; i < sizeof delimiters; i++) {
        size_t points = score(sample, size, delimiters[i], *quote);
        if (points > best) {
            best = points;
            *delimiter = delimiters[i];
        }
    }
}

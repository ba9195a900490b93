/* The parser of message files.
 * link: kiosk/ui/message_file.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/ui/message_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct message_file file;
    if (!message_file_init(&file, (const char *)data, size)) {
        return 0;
    }
    for (size_t i = 0; i < file.count; i++) {
        const char *text = message_file_find(&file, file.rows[i].key);
        if (text != file.rows[i].text || strlen(text) > size) {
            abort(); /* each key is found, once */
        }
    }
    message_file_finish(&file);
    return 0;
}

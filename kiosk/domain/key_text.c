#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "key_list.h"
#include "kiosk/domain/bytes.h"

#define PUBLIC_HEX (2 * KEY_PUBLIC_SIZE)
#define SECRET_HEX (2 * KEY_SECRET_SIZE)

size_t key_format(const struct station_key *key, char text[KEY_TEXT_SIZE])
{
    char public_key[PUBLIC_HEX + 1];
    char secret_key[SECRET_HEX + 1];
    int length = snprintf(text, KEY_TEXT_SIZE,
                          "# Secret key of %s. Whoever has it can sign in its name.\n"
                          "# Keep it here, mode 0600; never send it.\n"
                          "lanyard-key 1\nstation %s\nid %04x\npublic %s\nsecret %s\n",
                          key->station, key->station, key->id,
                          bytes_to_hex(key->public_key, KEY_PUBLIC_SIZE, public_key),
                          bytes_to_hex(key->secret_key, KEY_SECRET_SIZE, secret_key));
    sodium_memzero(secret_key, sizeof secret_key);
    return (size_t)length;
}

/* Whether public and secret key belong together. */
static bool is_sound(const struct station_key *key)
{
    uint8_t public_key[KEY_PUBLIC_SIZE];
    uint8_t secret_key[KEY_SECRET_SIZE];
    crypto_sign_seed_keypair(public_key, secret_key, key->secret_key);
    bool sound = memcmp(public_key, key->public_key, sizeof public_key) == 0 &&
                 sodium_memcmp(secret_key, key->secret_key, sizeof secret_key) == 0;
    sodium_memzero(secret_key, sizeof secret_key);
    return sound;
}

bool key_parse(const char *text, struct station_key *out)
{
    char public_key[PUBLIC_HEX + 1] = "";
    char secret_key[SECRET_HEX + 1] = "";
    struct station_key key = {0};
    int end = 0;
    while (*text == '#') {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    int fields = sscanf(
        text, "lanyard-key 1 station %31[a-z0-9-] id %4" SCNx16 " public %64s secret %128s %n",
        key.station, &key.id, public_key, secret_key, &end);
    bool ok = fields == 4 && end > 0 && text[end] == '\0' &&
              bytes_from_hex(public_key, strlen(public_key), key.public_key, KEY_PUBLIC_SIZE) &&
              bytes_from_hex(secret_key, strlen(secret_key), key.secret_key, KEY_SECRET_SIZE) &&
              is_sound(&key);
    if (ok) {
        *out = key;
    }
    sodium_memzero(&key, sizeof key);
    sodium_memzero(secret_key, sizeof secret_key);
    return ok;
}

/*
 * Badges to look at and to measure: hard names, each kind of mark. All people are invented.
 */
#ifndef LANYARD_TESTS_SAMPLES_H
#define LANYARD_TESTS_SAMPLES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "badge.h"

/* 154 characters, as a credential has. */
#define SAMPLE_CREDENTIAL                                                                          \
    "LY1:6BF6S0L70Q$2W3S6TIBAJF0S1H5C0Z0+2T5X5F0H0E7H2*0B0A51QS:BG7VJD%A-5PIZ0RQ6U9X8OKJ/DM2G.5T1" \
    "3W4C98K7QN0YHE+3ZPRVU$D2L1F6XAB*4J8S%T0M9G-C5I:EW7OKQ/N.2Y3H61"

static const struct badge sample_base = {
    .event_name = "High-Level International Conference on Water for Sustainable Development",
    .event_dates = "24–25 November 2026",
    .category_letter = "D",
    .category_name = "Delegate",
    .category_rgb = 0x0F4C5C,
    .zones = {{"Plenary", 1, true},
              {"Delegates’ lounge", 2, true},
              {"Press centre", 3, false},
              {"Bilateral rooms", 4, true},
              {"Secretariat", 5, false},
              {"Side event", 6, true}},
    .zone_count = 6,
    .days = {{"24 Nov", true}, {"25 Nov", true}},
    .day_count = 2,
    .qr_text = SAMPLE_CREDENTIAL,
    .serial = 1042,
    .issue = 1,
};

struct sample {
    const char *letter, *category;
    uint32_t rgb;
    const char *family, *given, *native, *delegation, *country, *position;
    uint32_t serial;
    int issue;
    bool escort, one_day, test, photo;
};

static const struct sample samples[] = {
    {"H", "Head of delegation", 0x5B2A86, "Rahimova", "Dilnoza", "Раҳимова Дилноза Ғафурҷоновна",
     "Tajikistan", "TJ", "Minister of Energy and Water Resources", 1042, 1, .photo = true},
    {"D", "Delegate", 0x0F4C5C, "Al-Khatib", "Mohammed Yousef", "محمد يوسف الخطيب", "Jordan", "JO",
     "Director, Department of Transboundary Waters", 1043, 1, .photo = true},
    {"D", "Delegate", 0x0F4C5C, "Hosseinzadeh", "Shirin", "شیرین حسین‌زاده",
     "Islamic Republic of Iran", "IR", "First Secretary", 1044, 1, .photo = false},
    {"D", "Delegate", 0x0F4C5C, "Ouyang", "Meiling", "欧阳美玲", "China", "CN",
     "Deputy Director-General, Ministry of Water Resources", 1045, 1, .photo = true},
    {"O", "Observer", 0x8A5A00, "Nam", "Seo-yeon", "남서연", "Republic of Korea", "KR",
     "Senior Researcher", 4294967295U, 1, .photo = false},
    {"D", "Delegate", 0x0F4C5C, "Chaturvedi", "Kṛṣṇakumārī", "कृष्णकुमारी चतुर्वेदी", "India", "IN",
     "Joint Secretary (International Cooperation)", 20451, 1, .photo = true},
    {"D", "Delegate", 0x0F4C5C, "Fernández de Córdoba y Villavicencio",
     "María de los Ángeles Concepción", "", "Ecuador", "EC",
     "Asesora Principal, Dirección de Recursos Hídricos y Cooperación Internacional", 77, 1,
     .photo = true},
    {"I", "International organisation", 0x1B5E9B, "Albuquerque Vasconcelos de Sousa",
     "João Guilherme", "", "Organization for Security and Co-operation in Europe", "",
     "Head of Programme Office", 913204, 1, .photo = false},
    {"G", "Guest with escort", 0xC77700, "Suharto", "", "", "Indonesia", "ID", "", 512, 2,
     .escort = true, .photo = false},
    {"P", "Press", 0xE8C547, "O’Sullivan-Brânză", "Ioana", "", "Romania", "RO",
     "Photographer, Agenția Națională de Presă", 60001, 1, .one_day = true, .photo = true},
    {"S", "Security", 0x2B2B2B, "Ҷӯразода", "Шаҳриёр", "", "", "", "Shift leader, north gate", 88,
     3, .escort = true, .one_day = true, .photo = false},
    {"I", "International organisation", 0x1B5E9B, "Tuấn", "Nguyễn Thị Minh", "", "United Nations",
     "", "Resident Coordinator", 4242, 1, .test = true, .photo = true},
};
#define SAMPLE_COUNT (sizeof samples / sizeof samples[0])

static inline void sample_copy(char *to, size_t size, const char *from)
{
    size_t length = strlen(from) < size ? strlen(from) : size - 1;
    memcpy(to, from, length);
    to[length] = '\0';
}

/* A portrait drawn by arithmetic: a lit oval before a gradient. */
static inline struct picture sample_photo(int width, int height)
{
    struct picture photo = {malloc((size_t)width * (size_t)height * 3), width, height, NULL, 0};
    for (int y = 0; photo.rgb && y < height; y++) {
        for (int x = 0; x < width; x++) {
            double u = (x - width * 0.5) / (width * 0.24),
                   v = (y - height * 0.42) / (height * 0.25);
            double w = (x - width * 0.5) / (width * 0.42), s = (y - height) / (height * 0.3);
            bool face = u * u + v * v < 1, body = w * w + s * s < 1;
            double light = face ? 0.95 - 0.25 * (u + 1) / 2 : 0.9 - 0.3 * y / height;
            uint8_t *to = photo.rgb + ((size_t)y * (size_t)width + (size_t)x) * 3;
            to[0] = (uint8_t)(255 * light * (face ? 0.86 : body ? 0.25 : 0.80));
            to[1] = (uint8_t)(255 * light * (face ? 0.66 : body ? 0.30 : 0.84));
            to[2] = (uint8_t)(255 * light * (face ? 0.54 : body ? 0.42 : 0.86));
        }
    }
    return photo;
}

/* Gives the photo its JPEG, as one that was loaded from a JPEG file has. */
static inline void sample_add_jpeg(struct picture *photo)
{
    struct jpeg_error_mgr errors;
    struct jpeg_compress_struct jpeg = {.err = jpeg_std_error(&errors)};
    unsigned char *data = NULL;
    unsigned long size = 0;
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &size);
    jpeg.image_width = (JDIMENSION)photo->width;
    jpeg.image_height = (JDIMENSION)photo->height;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = photo->rgb + (size_t)jpeg.next_scanline * (size_t)photo->width * 3;
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    photo->jpeg = data;
    photo->jpeg_size = size;
}

/* badge_finish() it. */
static inline struct badge sample_make(const struct sample *s)
{
    struct badge badge = sample_base;
    sample_copy(badge.category_letter, sizeof badge.category_letter, s->letter);
    sample_copy(badge.category_name, sizeof badge.category_name, s->category);
    badge.category_rgb = s->rgb;
    sample_copy(badge.family_name, sizeof badge.family_name, s->family);
    sample_copy(badge.given_name, sizeof badge.given_name, s->given);
    sample_copy(badge.native_name, sizeof badge.native_name, s->native);
    sample_copy(badge.delegation, sizeof badge.delegation, s->delegation);
    sample_copy(badge.country, sizeof badge.country, s->country);
    sample_copy(badge.position, sizeof badge.position, s->position);
    badge.serial = s->serial;
    badge.issue = s->issue;
    badge.escort = s->escort;
    badge.one_day = s->one_day;
    badge.test = s->test;
    if (s->one_day) {
        badge.days[1].allowed = false;
    }
    if (s->photo) {
        badge.photo = sample_photo(420, 525);
    }
    return badge;
}

static inline struct badge sample_badge(size_t index)
{
    return sample_make(&samples[index]);
}

#endif

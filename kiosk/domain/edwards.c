#include "kiosk/domain/edwards.h"

#if EDWARDS_HERE

#include <string.h>

#define MASK ((UINT64_C(1) << 51) - 1)

__extension__ typedef unsigned __int128 wide;

static const struct field zero = {{0, 0, 0, 0, 0}};
static const struct field one = {{1, 0, 0, 0, 0}};

/* The curve's constant d = -121665/121666, and a square root of -1. */
static const struct field curve_d = {{UINT64_C(0x34dca135978a3), UINT64_C(0x1a8283b156ebd),
                                      UINT64_C(0x5e7a26001c029), UINT64_C(0x739c663a03cbb),
                                      UINT64_C(0x52036cee2b6ff)}};
static const struct field root_of_minus_one = {
    {UINT64_C(0x61b274a0ea0b0), UINT64_C(0x0d5a5fc8f189d), UINT64_C(0x7ef5e9cbd0c60),
     UINT64_C(0x78595a6804c9e), UINT64_C(0x2b8324804fc1d)}};

/* ---- numbers ---- */

static struct field settle(struct field a)
{
    for (int i = 0; i < 4; i++) {
        a.part[i + 1] += a.part[i] >> 51;
        a.part[i] &= MASK;
    }
    a.part[0] += 19 * (a.part[4] >> 51);
    a.part[4] &= MASK;
    return a;
}

/* Sums and differences are not settled: a product takes parts of up to 54 bits. */
static inline struct field add(struct field a, struct field b)
{
    for (int i = 0; i < 5; i++) {
        a.part[i] += b.part[i];
    }
    return a;
}

/* 4p is added, so that no part falls below zero. `b` has parts below 2^53. */
static inline struct field subtract(struct field a, struct field b)
{
    a.part[0] += 4 * (MASK - 18) - b.part[0];
    for (int i = 1; i < 5; i++) {
        a.part[i] += 4 * MASK - b.part[i];
    }
    return a;
}

static inline struct field fold(wide r0, wide r1, wide r2, wide r3, wide r4)
{
    struct field out;
    r1 += (uint64_t)(r0 >> 51);
    r2 += (uint64_t)(r1 >> 51);
    r3 += (uint64_t)(r2 >> 51);
    r4 += (uint64_t)(r3 >> 51);
    out.part[0] = ((uint64_t)r0 & MASK) + 19 * (uint64_t)(r4 >> 51);
    out.part[1] = ((uint64_t)r1 & MASK) + (out.part[0] >> 51);
    out.part[0] &= MASK;
    out.part[2] = (uint64_t)r2 & MASK;
    out.part[3] = (uint64_t)r3 & MASK;
    out.part[4] = (uint64_t)r4 & MASK;
    return out;
}

static inline struct field multiply(struct field f, struct field g)
{
    const uint64_t *a = f.part, *b = g.part;
    uint64_t b1 = 19 * b[1], b2 = 19 * b[2], b3 = 19 * b[3], b4 = 19 * b[4];
    return fold(
        (wide)a[0] * b[0] + (wide)a[1] * b4 + (wide)a[2] * b3 + (wide)a[3] * b2 + (wide)a[4] * b1,
        (wide)a[0] * b[1] + (wide)a[1] * b[0] + (wide)a[2] * b4 + (wide)a[3] * b3 + (wide)a[4] * b2,
        (wide)a[0] * b[2] + (wide)a[1] * b[1] + (wide)a[2] * b[0] + (wide)a[3] * b4 +
            (wide)a[4] * b3,
        (wide)a[0] * b[3] + (wide)a[1] * b[2] + (wide)a[2] * b[1] + (wide)a[3] * b[0] +
            (wide)a[4] * b4,
        (wide)a[0] * b[4] + (wide)a[1] * b[3] + (wide)a[2] * b[2] + (wide)a[3] * b[1] +
            (wide)a[4] * b[0]);
}

static inline struct field square(struct field f)
{
    const uint64_t *a = f.part;
    uint64_t a0 = 2 * a[0], a1 = 2 * a[1], a3 = 19 * a[3], a4 = 19 * a[4];
    return fold((wide)a[0] * a[0] + (wide)a1 * a4 + (wide)(2 * a[2]) * a3,
                (wide)a0 * a[1] + (wide)(2 * a[2]) * a4 + (wide)a[3] * a3,
                (wide)a0 * a[2] + (wide)a[1] * a[1] + (wide)(2 * a[3]) * a4,
                (wide)a0 * a[3] + (wide)a1 * a[2] + (wide)a[4] * a4,
                (wide)a0 * a[4] + (wide)a1 * a[3] + (wide)a[2] * a[2]);
}

static struct field square_times(struct field a, int times)
{
    while (times-- > 0) {
        a = square(a);
    }
    return a;
}

/* a^(2^250 - 1), on the way to both powers below; *eleven receives a^11. */
static struct field power_250(struct field a, struct field *eleven)
{
    struct field two = square(a);
    struct field nine = multiply(a, square_times(two, 2));
    *eleven = multiply(nine, two);
    struct field e5 = multiply(square(*eleven), nine);
    struct field e10 = multiply(square_times(e5, 5), e5);
    struct field e20 = multiply(square_times(e10, 10), e10);
    struct field e40 = multiply(square_times(e20, 20), e20);
    struct field e50 = multiply(square_times(e40, 10), e10);
    struct field e100 = multiply(square_times(e50, 50), e50);
    struct field e200 = multiply(square_times(e100, 100), e100);
    return multiply(square_times(e200, 50), e50);
}

static struct field invert(struct field a)
{
    struct field eleven;
    struct field e250 = power_250(a, &eleven);
    return multiply(square_times(e250, 5), eleven);
}

/* a^((p - 5) / 8) */
static struct field power_root(struct field a)
{
    struct field eleven;
    struct field e250 = power_250(a, &eleven);
    return multiply(square_times(e250, 2), a);
}

static uint64_t load(const uint8_t *bytes)
{
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--) {
        value = value << 8 | bytes[i];
    }
    return value;
}

static struct field field_read(const uint8_t bytes[32])
{
    return (struct field){{load(bytes) & MASK, load(bytes + 6) >> 3 & MASK,
                           load(bytes + 12) >> 6 & MASK, load(bytes + 19) >> 1 & MASK,
                           load(bytes + 24) >> 12 & MASK}};
}

/* The one form below p. */
static void field_write(struct field a, uint8_t out[32])
{
    a = settle(settle(a));
    uint64_t over = (a.part[0] + 19) >> 51;
    for (int i = 1; i < 5; i++) {
        over = (a.part[i] + over) >> 51;
    }
    a.part[0] += 19 * over;
    for (int i = 0; i < 4; i++) {
        a.part[i + 1] += a.part[i] >> 51;
        a.part[i] &= MASK;
    }
    a.part[4] &= MASK;
    for (int bit = 0; bit < 256; bit += 8) {
        int part = bit / 51, shift = bit % 51;
        uint64_t byte = part < 5 ? a.part[part] >> shift : 0;
        byte |= part < 4 && shift > 43 ? a.part[part + 1] << (51 - shift) : 0;
        out[bit / 8] = (uint8_t)byte;
    }
}

static bool same(struct field a, struct field b)
{
    uint8_t left[32], right[32];
    field_write(a, left);
    field_write(b, right);
    return memcmp(left, right, sizeof left) == 0;
}

/* ---- points ---- */

bool edwards_read(const uint8_t bytes[32], struct edwards_addend *out)
{
    uint8_t again[32];
    struct field y = field_read(bytes);
    field_write(y, again);
    again[31] |= bytes[31] & 0x80;
    if (memcmp(again, bytes, sizeof again) != 0) {
        return false;
    }
    struct field yy = square(y);
    struct field u = subtract(yy, one), v = add(multiply(yy, curve_d), one);
    struct field v3 = multiply(square(v), v);
    struct field x = multiply(multiply(u, v3), power_root(multiply(u, multiply(square(v3), v))));
    struct field check = multiply(square(x), v);
    if (!same(check, u)) {
        if (!same(add(check, u), zero)) {
            return false;
        }
        x = multiply(x, root_of_minus_one);
    }
    field_write(x, again);
    if ((again[0] & 1) != bytes[31] >> 7) {
        x = settle(subtract(zero, x));
        if (same(x, zero)) {
            return false;
        }
    }
    out->sum = settle(add(y, x));
    out->difference = settle(subtract(y, x));
    struct field xy = multiply(x, y);
    out->product = multiply(add(xy, xy), curve_d);
    return true;
}

void edwards_write(const struct edwards_point *point, uint8_t out[32])
{
    uint8_t x[32];
    struct field over_z = invert(point->z);
    field_write(multiply(point->x, over_z), x);
    field_write(multiply(point->y, over_z), out);
    out[31] |= (uint8_t)(x[0] << 7);
}

/* The last step of every addition and doubling. */
static inline struct edwards_point join(struct field e, struct field f, struct field g,
                                        struct field h)
{
    return (struct edwards_point){multiply(e, f), multiply(g, h), multiply(f, g), multiply(e, h)};
}

static inline struct edwards_point plus_addend(const struct edwards_point *a,
                                               const struct edwards_addend *b)
{
    struct field low = multiply(subtract(a->y, a->x), b->difference);
    struct field high = multiply(add(a->y, a->x), b->sum);
    struct field c = multiply(a->t, b->product), d = add(a->z, a->z);
    return join(subtract(high, low), subtract(d, c), add(d, c), add(high, low));
}

static struct edwards_point plus(const struct edwards_point *a, const struct edwards_point *b)
{
    struct field low = multiply(subtract(a->y, a->x), subtract(b->y, b->x));
    struct field high = multiply(add(a->y, a->x), add(b->y, b->x));
    struct field c = multiply(multiply(add(a->t, a->t), b->t), curve_d);
    struct field d = multiply(add(a->z, a->z), b->z);
    return join(subtract(high, low), subtract(d, c), add(d, c), add(high, low));
}

static struct edwards_point twice(const struct edwards_point *a)
{
    struct field xx = square(a->x), yy = square(a->y), zz = square(a->z);
    struct field both = settle(add(xx, yy)), less = settle(subtract(yy, xx));
    struct field e = subtract(square(add(a->x, a->y)), both);
    return join(e, settle(subtract(less, add(zz, zz))), less, settle(subtract(zero, both)));
}

static const struct edwards_point nothing = {
    .y = {{1, 0, 0, 0, 0}},
    .z = {{1, 0, 0, 0, 0}},
};

/* The sum of the points times one byte each of their weights: the points with the same byte are put
 * together first, and the heaps then summed from the highest down. */
static struct edwards_point sum_byte(const uint8_t (*weights)[EDWARDS_WEIGHT_SIZE],
                                     const struct edwards_addend *points, size_t count, int byte)
{
    struct edwards_point heaps[256];
    struct edwards_point running = nothing, total = nothing;
    for (int i = 0; i < 256; i++) {
        heaps[i] = nothing;
    }
    for (size_t i = 0; i < count; i++) {
        uint8_t which = weights[i][byte];
        if (which) {
            heaps[which] = plus_addend(&heaps[which], &points[i]);
        }
    }
    for (int i = 255; i > 0; i--) {
        running = plus(&running, &heaps[i]);
        total = plus(&total, &running);
    }
    return total;
}

void edwards_sum(const uint8_t (*weights)[EDWARDS_WEIGHT_SIZE], const struct edwards_addend *points,
                 size_t count, struct edwards_point *out)
{
    *out = nothing;
    for (int byte = EDWARDS_WEIGHT_SIZE - 1; byte >= 0; byte--) {
        for (int i = 0; i < 8; i++) {
            *out = twice(out);
        }
        struct edwards_point part = sum_byte(weights, points, count, byte);
        *out = plus(out, &part);
    }
}

#endif

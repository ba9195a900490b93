/*
 * zxing-cpp as a peer of bench_scan: reads the PGM files named on standard input, one a line, and
 * answers each with a line "codes all_us codes_quick all_quick_us first_quick_us". `quick` is
 * without its harder, rotated and downscaled tries. Times are medians of REPEATS.
 */
#define ZX_USE_UTF8 1
#include <ReadBarcode.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <time.h>
#include <vector>

static const int repeats = 3;

struct picture {
    int width = 0, height = 0;
    std::vector<uint8_t> luma;
};

static bool read_pgm(const std::string &path, picture &out)
{
    FILE *file = std::fopen(path.c_str(), "rb");
    if (!file) {
        return false;
    }
    int most = 0;
    bool good = std::fscanf(file, "P5 %d %d %d", &out.width, &out.height, &most) == 3;
    if (good) {
        std::fgetc(file);
        out.luma.resize((size_t)out.width * (size_t)out.height);
        good = std::fread(out.luma.data(), 1, out.luma.size(), file) == out.luma.size();
    }
    std::fclose(file);
    return good;
}

/* Processor time of this thread. */
static double cpu_us()
{
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static double median_us(const picture &from, const ZXing::DecodeHints &hints, int &codes)
{
    ZXing::ImageView view(from.luma.data(), from.width, from.height, ZXing::ImageFormat::Lum);
    std::vector<double> times;
    for (int i = 0; i < repeats; i++) {
        double start = cpu_us();
        auto results = ZXing::ReadBarcodes(view, hints);
        times.push_back(cpu_us() - start);
        codes = (int)std::count_if(results.begin(), results.end(),
                                   [](const auto &result) { return result.isValid(); });
    }
    std::sort(times.begin(), times.end());
    return times[repeats / 2];
}

int main()
{
    ZXing::DecodeHints full, quick;
    full.setFormats(ZXing::BarcodeFormat::QRCode);
    quick.setFormats(ZXing::BarcodeFormat::QRCode)
        .setTryHarder(false)
        .setTryRotate(false)
        .setTryDownscale(false);
    for (std::string path; std::getline(std::cin, path);) {
        picture from;
        int codes = 0, codes_quick = 0, first = 0;
        double all = 0, all_quick = 0, first_quick = 0;
        if (read_pgm(path, from)) {
            full.setMaxNumberOfSymbols(255);
            all = median_us(from, full, codes);
            quick.setMaxNumberOfSymbols(255);
            all_quick = median_us(from, quick, codes_quick);
            quick.setMaxNumberOfSymbols(1);
            first_quick = median_us(from, quick, first);
        }
        std::printf("%d %.1f %d %.1f %.1f\n", codes, all, codes_quick, all_quick, first_quick);
    }
}

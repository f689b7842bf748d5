// Times litehtml's program (its main renamed to peer) as BenchmarkLetters times Satchel: all letters in one process, a second
// time, from the letter's bytes to its first 800 px painted; no PNG, no JSON.
//   bench-html-peer WIDTH UA.css SCRATCH LETTER.html…      (SCRATCH.tsv: no sizes of pictures, as there)
#include <algorithm>
#include <cairo/cairo.h>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>
using clock_type = std::chrono::steady_clock;
static clock_type::time_point painted;
int peer(int n, char **a);
extern "C" {
// The linker sends the program's calls here (--wrap): its picture is as high as ours, and is not written.
cairo_surface_t *__real_cairo_image_surface_create(cairo_format_t f, int w, int h);
cairo_surface_t *__wrap_cairo_image_surface_create(cairo_format_t f, int w, int h) { return __real_cairo_image_surface_create(f, w, std::min(h, 800)); }
cairo_status_t __wrap_cairo_surface_write_to_png(cairo_surface_t *, const char *) { painted = clock_type::now(); return CAIRO_STATUS_SUCCESS; }
}
int main(int n, char **a) {
  if (n < 5) return 2;
  std::string list = std::string(a[3]) + ".tsv", out = std::string(a[3]) + ".json", png = std::string(a[3]) + ".png";
  fclose(fopen(list.c_str(), "w"));
  std::vector<double> took;
  for (int round = 0; round < 2; round++) {
    took.clear();
    for (int i = 4; i < n; i++) {
      char *args[] = {a[0], a[1], a[2], a[i], &list[0], &out[0], &png[0]};
      auto start = clock_type::now();
      peer(7, args);
      took.push_back(std::chrono::duration<double, std::milli>(painted - start).count());
    }
  }
  std::sort(took.begin(), took.end());
  printf("litehtml: %zu letters, in one process: median %.2f ms, 99 %% %.2f ms\n", took.size(), took[took.size() / 2], took[took.size() * 99 / 100]);
  return 0;
}

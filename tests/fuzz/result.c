/* Any bytes as a saved result: every format of the report is made or the fault is told; nothing crashes, and whatever is
 * taken for a result reads as JSON from its first to its last byte. */
#include "sim/base/base.h"
#include "sim/parley.h"
#include "tests/fuzz/replay.h"

#include <string.h>

enum { ROUNDS = 25 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const formats[] = {"md", "json"};
  parley_report *report = NULL;
  parley_error error = {0};
  bool is;
  if (parley_report_is_result((const char *)data, size, &is, &error) != PARLEY_OK) fuzz_give_up("no memory");
  parley_status status =
      parley_report_result((const char *)data, size, "input", "parley report input", &report, &error);
  if ((status == PARLEY_OK) != (report != NULL)) fuzz_give_up("status and report do not fit");
  if (status != PARLEY_OK && error.message[0] == '\0') fuzz_give_up("a failure without words");
  if (report != NULL && !ply_json_is_valid((const char *)data, size))
    fuzz_give_up("a report of what is no JSON");
  for (size_t k = 0; report != NULL && k < sizeof formats / sizeof *formats; k++) {
    char *text = NULL;
    if (parley_report_render(report, formats[k], &text, &error) != PARLEY_OK)
      fuzz_give_up("a report that does not render");
    if (k == 1 && !ply_json_is_valid(text, strlen(text))) fuzz_give_up("a report that is no JSON");
    parley_text_free(text);
  }
  parley_report_free(report);
  return 0;
}

#ifndef PARLEY_LIBFUZZER

Suite *test_suite(void) { return fuzz_suite("result", ROUNDS, LLVMFuzzerTestOneInput); }

#endif

/* Does the classroom speak each of its languages whole? Every key of the C code and of the pages is there in each
 * catalogue, with the same places to fill in; what is used in the code is in the catalogue. */
#include "sim/class/words/words.h"
#include "tests/support/support.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const languages[] = {"de", "fr"};
static const char *const sections[] = {"class", "paper", "refused", "play", "common"};
enum { N_SECTIONS = sizeof sections / sizeof *sections };

static cJSON *catalogue(const char *name) {
  char relative[100];
  snprintf(relative, sizeof relative, "sim/web/%s.json", name);
  char *path = test_path(relative), *text = test_read_file(path, NULL);
  cJSON *root = cJSON_Parse(text);
  ck_assert_msg(root != NULL, "%s is no JSON", relative);
  free(path);
  free(text);
  return root;
}

/* Whether every {place} of one text is in the other. */
static bool places_within(const char *one, const char *other) {
  for (const char *at = strchr(one, '{'); at != NULL; at = strchr(at + 1, '{')) {
    char place[40];
    size_t length = strcspn(at, "}") + 1;
    ck_assert_uint_lt(length, sizeof place);
    snprintf(place, sizeof place, "%.*s", (int)length, at);
    if (strstr(other, place) == NULL) return false;
  }
  return true;
}

START_TEST(a_catalogue_is_whole) {
  cJSON *english = catalogue("words");
  int n = 0;
  for (size_t l = 0; l < sizeof languages / sizeof *languages; l++) {
    char name[20];
    snprintf(name, sizeof name, "words.%s", languages[l]);
    cJSON *own = catalogue(name);
    for (int s = 0; s < N_SECTIONS; s++) {
      const cJSON *all = cJSON_GetObjectItemCaseSensitive(english, sections[s]),
                  *part = cJSON_GetObjectItemCaseSensitive(own, sections[s]), *text;
      ck_assert_msg(cJSON_GetArraySize(all) == cJSON_GetArraySize(part), "%s: %s: expected %d words, got %d",
                    name, sections[s], cJSON_GetArraySize(all), cJSON_GetArraySize(part));
      cJSON_ArrayForEach(text, all) {
        const cJSON *said = cJSON_GetObjectItemCaseSensitive(part, text->string);
        ck_assert_msg(cJSON_IsString(said) && said->valuestring[0] != '\0', "%s: %s: %s is missing", name,
                      sections[s], text->string);
        ck_assert_msg(places_within(text->valuestring, said->valuestring) &&
                          places_within(said->valuestring, text->valuestring),
                      "%s: %s: other places to fill in than in \"%s\"", name, text->string,
                      text->valuestring);
        ck_assert_msg((strchr(text->valuestring, '|') != NULL) == (strchr(said->valuestring, '|') != NULL) ||
                          strcmp(text->string, "block_more") == 0,
                      "%s: %s: one form where English has two", name, text->string);
        n++;
      }
    }
    cJSON_Delete(own);
  }
  cJSON_Delete(english);
  ck_assert_int_gt(n, 1000);
}
END_TEST

START_TEST(a_part_is_said_from_right_to_left) {
  cJSON *english = catalogue("words"), *own = catalogue("words.ar");
  const cJSON *section, *text;
  int n = 0;
  cJSON_ArrayForEach(section, own) {
    const cJSON *all = cJSON_GetObjectItemCaseSensitive(english, section->string);
    cJSON_ArrayForEach(text, section) {
      const cJSON *said = cJSON_GetObjectItemCaseSensitive(all, text->string);
      ck_assert_msg(cJSON_IsString(said), "words.ar: %s: English has no %s", section->string, text->string);
      /* One of something may be said without its number. */
      ck_assert_msg(places_within(said->valuestring, text->valuestring) &&
                        places_within(text->valuestring, said->valuestring),
                    "words.ar: %s: other places to fill in", text->string);
      n++;
    }
  }
  ck_assert_int_gt(n, 100);
  ply_words *words = ply_words_new("ar");
  ck_assert(ply_words_known("ar"));
  ck_assert_str_eq(ply_words_of(words, "direction"), "rtl");
  ck_assert_msg(strcmp(ply_words_of(words, "guide_of"),
                       cJSON_GetObjectItem(cJSON_GetObjectItem(english, "paper"), "guide_of")->valuestring) ==
                    0,
                "expected English where Arabic has no words");
  ply_words_free(words);
  cJSON_Delete(own);
  cJSON_Delete(english);
}
END_TEST

START_TEST(places_are_filled_in) {
  ply_words *words = ply_words_new("de");
  ply_text out;
  ply_text_init(&out);
  ply_words_say(words, &out, "n_tables", PLY_SAID(ply_number_word("n", 1)));
  ply_text_add(&out, "; ");
  ply_words_say(words, &out, "n_tables", PLY_SAID(ply_number_word("n", 3)));
  ply_text_add(&out, "; ");
  ply_words_html(words, &out, "guide_of", PLY_SAID(ply_word("title", "A & B")));
  ply_text_add(&out, "; ");
  ply_words_tag(words, &out, "p class=\"x\"", "points_sum", PLY_SAID(ply_markup("points", "<b>5</b>")));
  ck_assert_str_eq(out.data,
                   "1 Tisch; 3 Tische; Leitfaden für die Lehrkraft: A &amp; B; <p class=\"x\">Die Punkte "
                   "einer Einigung sind die Summe; ohne Einigung bekommen Sie <b>5</b>.</p>");
  ck_assert_str_eq(ply_words_of(words, "no such key"), "no such key");
  ck_assert(ply_words_known("fr") && !ply_words_known("xx"));
  ply_text_done(&out);
  ply_words_free(words);
}
END_TEST

static bool of_html(const char *text) { return strspn(text, "abcdefghijklmnopqrstuvwxyz_") < strlen(text); }

/* The first literal of a call of these (after its tag), and what follows a question mark or colon inside it; not in the
 * values. */
static int keys_of(const char *source, const ply_words *words, const char *file) {
  static const char *const calls[] = {"ply_words_say(", "ply_words_html(", "ply_words_tag(", "ply_words_err(",
                                      "ply_words_of("};
  int n = 0;
  for (size_t c = 0; c < sizeof calls / sizeof *calls; c++)
    for (const char *at = strstr(source, calls[c]); at != NULL; at = strstr(at + 1, calls[c])) {
      const char *end = strchr(at, ';'), *values = strstr(at, "PLY_SAID");
      if (values != NULL && values < end) end = values;
      bool tagged = false, first = false;
      for (const char *mark = strchr(at, '"'); mark != NULL && mark < end; mark = strchr(mark, '"')) {
        char key[64];
        size_t length = strcspn(++mark, "\"");
        snprintf(key, sizeof key, "%.*s", (int)length, mark);
        const char *before = mark - 2;
        while (*before == ' ' || *before == '\n') before--;
        bool tag = strstr(calls[c], "tag") != NULL && !tagged,
             key_here = !first || *before == '?' || *before == ':';
        tagged |= tag;
        if (!tag && key_here && length > 0 && !of_html(key)) {
          ck_assert_msg(ply_words_of(words, key) != key, "%s: no catalogue has \"%s\"", file, key);
          first = true;
          n++;
        }
        mark += length + 1;
      }
    }
  return n;
}

START_TEST(what_the_code_says_is_in_the_catalogue) {
  static const char *const rooms[] = {"paper", "server", "session"};
  ply_words *words = ply_words_new("en");
  int n = 0;
  for (size_t r = 0; r < sizeof rooms / sizeof *rooms; r++) {
    char relative[60];
    snprintf(relative, sizeof relative, "sim/class/%s", rooms[r]);
    char *folder = test_path(relative);
    DIR *open = opendir(folder);
    ck_assert(open != NULL);
    for (struct dirent *entry = readdir(open); entry != NULL; entry = readdir(open)) {
      char path[4096];
      size_t length = strlen(entry->d_name);
      if (length < 3 || strcmp(entry->d_name + length - 2, ".c") != 0) continue;
      snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
      char *source = test_read_file(path, NULL);
      n += keys_of(source, words, entry->d_name);
      free(source);
    }
    closedir(open);
    free(folder);
  }
  ck_assert_msg(n > 120, "only %d keys are found in the code", n);
  ply_words_free(words);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class_words");
  TCase *all = tcase_create("all");
  tcase_add_test(all, a_catalogue_is_whole);
  tcase_add_test(all, a_part_is_said_from_right_to_left);
  tcase_add_test(all, places_are_filled_in);
  tcase_add_test(all, what_the_code_says_is_in_the_catalogue);
  suite_add_tcase(suite, all);
  return suite;
}

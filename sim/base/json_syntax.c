/* Why is this no JSON, and where exactly? YAJL says that it stopped and after which byte; from there the text
 * itself shows what a person most likely did: a comment, a comma too many or missing, single quotes, a word
 * without quotes, a leading zero, a bracket never closed. Also the checks of the bytes before YAJL sees them.
 * Linear. */
#include "sim/base/json_tree.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const ply_hint none = {0};

static bool has_only_blanks(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (strchr(" \t\r\n", text[i]) == NULL || text[i] == '\0') return false;
  return true;
}

bool ply_bytes_are_fine(ply_tree *tree, size_t file) {
  const char *text = tree->files[file].text;
  size_t length = tree->files[file].length;
  if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
    ply_report_problem_at(tree, P004, file, 0, 1, "", none,
                          "the file starts with a byte-order mark; save it as UTF-8 without one");
    return false;
  }
  if (length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0)) {
    ply_report_problem_at(tree, P004, file, 0, 1, "", none, "the file is in UTF-16; save it as UTF-8");
    return false;
  }
  if (has_only_blanks(text, length)) {
    ply_report_problem_at(tree, P003, file, 0, 1, "", none,
                          "the file is empty; a %s is a JSON object { ... }", tree->noun);
    return false;
  }
  for (size_t i = 0; i < length;) {
    if (text[i] == '\0') {
      ply_report_problem_at(tree, P006, file, i, 1, "", none, "a NUL byte; a %s file is plain text",
                            tree->noun);
      return false;
    }
    size_t n = ply_utf8_length((const unsigned char *)text + i, length - i);
    if (n == 0) {
      ply_report_problem_at(tree, P005, file, i, 1, "", none, "the byte 0x%02x is not valid UTF-8 here%s",
                            (unsigned)(unsigned char)text[i],
                            tree->files[file].is_setting ? "" : "; save the file as UTF-8");
      return false;
    }
    i += n;
  }
  return true;
}

/* Where the token that YAJL did not like starts: after blanks and the separators that it did take. */
static size_t offender(const char *text, size_t length, size_t last, size_t stopped) {
  size_t at = last;
  for (;;) {
    while (at < length && strchr(" \t\r\n", text[at]) != NULL) at++;
    if (at >= length || (text[at] != ',' && text[at] != ':') || at + 1 >= stopped) return at;
    at++;
  }
}

/* The last character before `at` that is no blank; NUL at the start. */
static char previous(const char *text, size_t at) {
  while (at > 0 && strchr(" \t\r\n", text[at - 1]) != NULL) at--;
  return at > 0 ? text[at - 1] : '\0';
}

static int word_length(const char *s) {
  int n = 0;
  while (n < 40 && (isalnum((unsigned char)s[n]) || strchr("_-.+", s[n]) != NULL) && s[n] != '\0') n++;
  return n;
}

/* What is wrong with the token at `at`, in words; NULL if there is nothing better to say than where. */
/* The quotes that word processors and phones put in the place of '"': U+00AB, BB, 2018 to 201F, 2039, 203A, 300C, FF02. */
static size_t smart_quote(const char *s) {
  static const char *const quotes[] = {"\xc2\xab",     "\xc2\xbb",     "\xe2\x80\x98", "\xe2\x80\x99",
                                       "\xe2\x80\x9a", "\xe2\x80\x9b", "\xe2\x80\x9c", "\xe2\x80\x9d",
                                       "\xe2\x80\x9e", "\xe2\x80\x9f", "\xe2\x80\xb9", "\xe2\x80\xba",
                                       "\xe3\x80\x8c", "\xef\xbc\x82"};
  for (size_t k = 0; k < sizeof quotes / sizeof *quotes; k++)
    if (strncmp(s, quotes[k], strlen(quotes[k])) == 0) return strlen(quotes[k]);
  return 0;
}

/* Digits, a comma, digits, where the file has a number that is not in a list: a decimal comma. */
static bool is_decimal_comma(const char *text, size_t at) {
  size_t comma = at;
  if (!isdigit((unsigned char)text[at])) return false;
  while (comma > 0 && strchr(" \t", text[comma - 1]) != NULL) comma--;
  return comma == at && comma > 1 && text[comma - 1] == ',' && isdigit((unsigned char)text[comma - 2]);
}

static const char *explain(const char *text, size_t at, char *buffer, size_t size) {
  char c = text[at], before = previous(text, at);
  int word = word_length(text + at);
  if (smart_quote(text + at) > 0) {
    snprintf(buffer, size, "%.*s is a typographic quote; strings stand in straight double quotes: \"...\"",
             (int)smart_quote(text + at), text + at);
    return buffer;
  }
  if (is_decimal_comma(text, at))
    return "a decimal comma? In JSON numbers are written with a point: 0.4, not 0,4";
  if (c == '/' || c == '#') return "JSON has no comments; put remarks into \"notes\"";
  if (c == '\'') return "strings stand in double quotes in JSON";
  if ((c == '}' || c == ']') && before == ',') return "a comma too many: nothing follows it";
  if (c == ',' && (before == ',' || before == '[' || before == '{'))
    return "a comma too many: a value is missing before it";
  if (c == '}' || c == ']') {
    snprintf(buffer, size,
             "\"%c\" does not fit here: it closes something else than is open, or a value is missing", c);
    return buffer;
  }
  if (isdigit((unsigned char)c) && at > 0 && (text[at - 1] == '0'))
    return "a number has no leading zeros in JSON";
  if (before != '\0' && strchr(",:[{", before) == NULL && (word > 0 || strchr("\"{[", c) != NULL))
    return "a comma (or, after a key, a colon) is missing before this";
  if (c == '.' || c == '+') return "a number starts with a digit or \"-\" in JSON, such as 0.5";
  if (word > 0 && (before == '{' || (before == ',' && text[at + (size_t)word] == ':')) &&
      !isdigit((unsigned char)c)) {
    snprintf(buffer, size, "keys stand in double quotes: \"%.*s\"", word, text + at);
    return buffer;
  }
  if (strncmp(text + at, "NaN", 3) == 0 || strncmp(text + at, "Inf", 3) == 0 ||
      strncmp(text + at, "-Inf", 4) == 0 || strncmp(text + at, "nan", 3) == 0 ||
      strncmp(text + at, "inf", 3) == 0)
    return "JSON has no NaN and no infinity; numbers are finite";
  if (strncmp(text + at, "True", 4) == 0 || strncmp(text + at, "False", 5) == 0 ||
      strncmp(text + at, "None", 4) == 0)
    return "JSON writes true, false and null in small letters";
  if (word > 0 && isalpha((unsigned char)c)) {
    snprintf(buffer, size, "\"%.*s\" is no JSON value; strings stand in double quotes", word, text + at);
    return buffer;
  }
  return NULL;
}

/* A key without quotes and a colon behind it at the very start, or the mark of a YAML document. */
static bool looks_like_yaml(const char *text) {
  if (strncmp(text, "---", 3) == 0 || strncmp(text, "%YAML", 5) == 0) return true;
  int word = word_length(text);
  return word > 0 && isalpha((unsigned char)text[0]) && text[word] == ':';
}

static void report_unfinished(ply_tree *tree, size_t file, size_t at, bool string) {
  size_t end = tree->files[file].length;
  while (end > 0 && strchr(" \t\r\n", tree->files[file].text[end - 1]) != NULL) end--;
  if (string)
    ply_report_problem_at(tree, P007, file, at, 1, "", none,
                          "this string never ends: its closing quote is missing");
  else
    ply_report_problem_at(tree, P007, file, end > 0 ? end - 1 : 0, 1, "", none,
                          "the file ends too early: a closing \"}\" or \"]\" is missing");
}

/* The offset of what is wrong inside the string that starts at `at`; 0 if it is whole, `end` if it never
 * ends. */
static size_t fault_in_string(const char *text, size_t at, size_t end) {
  for (size_t i = at + 1; i < end; i++) {
    if (text[i] == '"') return 0;
    if ((unsigned char)text[i] < 0x20) return i;
    if (text[i] != '\\') continue;
    if (++i >= end) break;
    if (strchr("\"\\/bfnrtu", text[i]) == NULL) return i;
    if (text[i] != 'u') continue;
    for (int digit = 0; digit < 4; digit++)
      if (++i >= end || !isxdigit((unsigned char)text[i])) return i < end ? i : end;
  }
  return end;
}

static void report_in_string(ply_tree *tree, size_t file, size_t start, size_t fault) {
  if ((unsigned char)tree->files[file].text[fault] < 0x20)
    ply_report_problem_at(
        tree, P007, file, start, 1, "", none,
        "this string runs over the end of its line or holds a control character; write \\n, \\t or \\u00XX");
  else
    ply_report_problem_at(tree, P007, file, fault, 1, "", none,
                          "a backslash in a string is followed by one of \" \\ / b f n r t or uXXXX");
}

void ply_syntax_report(ply_tree *tree, size_t file, size_t last, size_t stopped, bool whole) {
  const ply_source_file *source = &tree->files[file];
  const char *text = source->text;
  char buffer[200];
  size_t at = offender(text, source->length, last, stopped);
  if (whole) {
    ply_report_problem_at(tree, P008, file, at < source->length ? at : last, 1, "", none,
                          "text after the end of the JSON value");
    return;
  }
  size_t fault = at < source->length && text[at] == '"' ? fault_in_string(text, at, source->length) : 0;
  if (at >= source->length || fault == source->length) {
    report_unfinished(tree, file, at, fault != 0);
    return;
  }
  if (fault != 0) {
    report_in_string(tree, file, at, fault);
    return;
  }
  if (at == 0 && looks_like_yaml(text)) {
    ply_report_problem_at(tree, P007, file, 0, word_length(text), "", none,
                          "this looks like YAML; a %s is JSON: { %s, ... } "
                          "(a YAML file can be converted, for instance with `yq -o json`)",
                          tree->noun, tree->opening);
    return;
  }
  const char *why = explain(text, at, buffer, sizeof buffer);
  if (why == NULL && stopped > at + 1) why = "a malformed number or word";
  int width = word_length(text + at);
  ply_report_problem_at(tree, P007, file, at, width, "", none, "%s",
                        why != NULL ? why : "this does not belong here in JSON");
}

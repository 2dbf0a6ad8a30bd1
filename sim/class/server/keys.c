/* Who asks? A token of 128 random bits is handed out once and kept only as its SHA-256: for people in the
 * file `keys` (mode 0600, on the disk before the token is handed out), for the teacher in memory only, new at
 * every start. Hashes are compared in constant time, all of them, whichever fits. */
#include "sim/class/server/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void hash_of(const char *token, unsigned char hash[PLY_CLASS_HASH]) {
  struct sha256_ctx sha;
  sha256_init(&sha);
  sha256_update(&sha, strlen(token), (const uint8_t *)token);
  sha256_digest(&sha, PLY_CLASS_HASH, hash);
}

void ply_class_device(const char *words, unsigned char device[16]) {
  unsigned char hash[PLY_CLASS_HASH];
  hash_of(words, hash);
  memcpy(device, hash, 16);
}

/* Room for the hash of this person. */
static bool reach(ply_class_keys *keys, int person) {
  if (person < keys->n_people) return true;
  unsigned char(*more)[PLY_CLASS_HASH] = realloc(keys->person_hash, ((size_t)person + 1) * sizeof *more);
  if (more == NULL) return false;
  memset(more[keys->n_people], 0, (size_t)(person + 1 - keys->n_people) * sizeof *more);
  keys->person_hash = more;
  keys->n_people = person + 1;
  return true;
}

static bool hex_to(const char *hex, unsigned char hash[PLY_CLASS_HASH]) {
  for (int i = 0; i < PLY_CLASS_HASH; i++) {
    unsigned value;
    if (sscanf(hex + 2 * i, "%2x", &value) != 1) return false;
    hash[i] = (unsigned char)value;
  }
  return true;
}

/* Lines "PERSON HASH"; one that is torn or odd belongs to nobody. */
static bool read_lines(ply_class_keys *keys, char *text) {
  char *rest = NULL;
  for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
    char hex[2 * PLY_CLASS_HASH + 1];
    int person;
    unsigned char hash[PLY_CLASS_HASH];
    if (sscanf(line, "%d %64s", &person, hex) != 2 || strlen(hex) != sizeof hex - 1 || !hex_to(hex, hash))
      continue;
    if (person < 0 || person >= PLY_CLASS_MAX_PEOPLE) continue;
    if (!reach(keys, person)) return false;
    memcpy(keys->person_hash[person], hash, PLY_CLASS_HASH);
  }
  return true;
}

ply_status ply_class_keys_open(ply_class_keys *keys, const char *folder, ply_err *err) {
  char path[4096], *text = NULL;
  *keys = (ply_class_keys){.fd = -1};
  ply_status status = ply_class_token_new(keys->teacher, err);
  hash_of(keys->teacher, keys->teacher_hash);
  if (status == PLY_OK) status = ply_class_file_read(folder, "keys", true, &text, err);
  if (status == PLY_OK && text != NULL && !read_lines(keys, text))
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory for the keys");
  free(text);
  if (status != PLY_OK) return status;
  int n = snprintf(path, sizeof path, "%s/keys", folder);
  if (n < (int)sizeof path)
    keys->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  /* A torn last line must not swallow the next one. */
  if (keys->fd >= 0 && write(keys->fd, "\n", 1) == 1) return PLY_OK;
  return ply_err_set(err, PLY_E_SYSTEM, "%s cannot be opened: %s", path, strerror(errno));
}

void ply_class_keys_close(ply_class_keys *keys) {
  if (keys->fd >= 0) close(keys->fd);
  free(keys->person_hash);
  *keys = (ply_class_keys){.fd = -1};
}

ply_status ply_class_keys_add(ply_class_keys *keys, int person, char token[PLY_CLASS_TOKEN + 1],
                              ply_err *err) {
  unsigned char hash[PLY_CLASS_HASH];
  char line[2 * PLY_CLASS_HASH + 16];
  ply_status status = ply_class_token_new(token, err);
  if (status != PLY_OK) return status;
  hash_of(token, hash);
  int n = snprintf(line, sizeof line, "%d ", person);
  for (int i = 0; i < PLY_CLASS_HASH; i++) n += snprintf(line + n, sizeof line - (size_t)n, "%02x", hash[i]);
  line[n++] = '\n';
  if (write(keys->fd, line, (size_t)n) != n || fdatasync(keys->fd) != 0)
    return ply_err_set(err, PLY_E_SYSTEM, "the keys cannot be written: %s", strerror(errno));
  if (!reach(keys, person)) return ply_err_set(err, PLY_E_MEMORY, "not enough memory for the keys");
  memcpy(keys->person_hash[person], hash, PLY_CLASS_HASH);
  return PLY_OK;
}

int ply_class_keys_person(const ply_class_keys *keys, const char *token) {
  static const unsigned char none[PLY_CLASS_HASH];
  unsigned char hash[PLY_CLASS_HASH];
  int found = -1;
  hash_of(token, hash);
  for (int p = 0; p < keys->n_people; p++) {
    int same = memeql_sec(hash, keys->person_hash[p], PLY_CLASS_HASH) &
               !memeql_sec(none, keys->person_hash[p], PLY_CLASS_HASH);
    found = same ? p : found;
  }
  return found;
}

bool ply_class_keys_teacher(const ply_class_keys *keys, const char *token) {
  unsigned char hash[PLY_CLASS_HASH];
  hash_of(token, hash);
  return memeql_sec(hash, keys->teacher_hash, PLY_CLASS_HASH) != 0;
}

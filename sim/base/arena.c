/* The arena: many small allocations with one owner, freed together. Blocks double, so freeing is cheap;
 * every allocation is zeroed and aligned for any type. */
#include "sim/base/base.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct block {
  struct block *next;
  size_t used, size;
  alignas(max_align_t) unsigned char bytes[];
} block;

struct ply_arena {
  block *blocks;
};

enum { FIRST_BLOCK = 16 << 10, LARGEST_BLOCK = 4 << 20 };

ply_arena *ply_arena_new(void) { return calloc(1, sizeof(ply_arena)); }

void ply_arena_free(ply_arena *arena) {
  if (arena == NULL) return;
  for (block *b = arena->blocks; b != NULL;) {
    block *next = b->next;
    free(b);
    b = next;
  }
  free(arena);
}

static block *block_new(ply_arena *arena, size_t bytes) {
  size_t size = arena->blocks != NULL ? arena->blocks->size * 2 : FIRST_BLOCK;
  if (size > LARGEST_BLOCK) size = LARGEST_BLOCK;
  if (size < bytes) size = bytes;
  if (size > SIZE_MAX - sizeof(block)) return NULL;
  block *b = calloc(1, sizeof(block) + size);
  if (b == NULL) return NULL;
  b->size = size;
  b->next = arena->blocks;
  arena->blocks = b;
  return b;
}

void *ply_arena_alloc(ply_arena *arena, size_t n, size_t size) {
  const size_t align = alignof(max_align_t);
  if (size != 0 && n > (SIZE_MAX - align) / size) return NULL;
  size_t bytes = (n * size + align - 1) / align * align;
  if (bytes == 0) bytes = align;
  block *b = arena->blocks;
  if (b == NULL || b->size - b->used < bytes) b = block_new(arena, bytes);
  if (b == NULL) return NULL;
  void *out = b->bytes + b->used;
  b->used += bytes;
  return out;
}

char *ply_arena_strdup(ply_arena *arena, const char *text) {
  size_t n = strlen(text);
  char *out = ply_arena_alloc(arena, n + 1, 1);
  if (out != NULL) memcpy(out, text, n);
  return out;
}

char *ply_arena_printf(ply_arena *arena, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  va_end(args);
  char *out = n >= 0 ? ply_arena_alloc(arena, (size_t)n + 1, 1) : NULL;
  if (out != NULL) vsnprintf(out, (size_t)n + 1, format, again);
  va_end(again);
  return out;
}

/* The arena: many small allocations with one owner, freed together. Blocks double, so freeing is cheap;
 * every allocation is zeroed and aligned for any type. */
#define _DEFAULT_SOURCE /* madvise */
#include "sim/base/base.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

typedef struct block {
  struct block *next;
  size_t used, size;
  alignas(max_align_t) unsigned char bytes[];
} block;

struct ply_arena {
  block *blocks;
  size_t taken, limit; /* bytes; limit 0: none */
};

enum { FIRST_BLOCK = 16 << 10, LARGEST_BLOCK = 4 << 20 };

void ply_huge_pages(void *at, size_t bytes) {
#ifdef MADV_HUGEPAGE
  const uintptr_t page = 4096;
  uintptr_t start = ((uintptr_t)at + page - 1) & ~(page - 1), end = ((uintptr_t)at + bytes) & ~(page - 1);
  if (end > start)
    (void)madvise((void *)start, end - start, MADV_HUGEPAGE); /* advice: nothing is lost without it */
#else
  (void)at;
  (void)bytes;
#endif
}

ply_arena *ply_arena_new(void) { return calloc(1, sizeof(ply_arena)); }

void ply_arena_limit(ply_arena *arena, size_t bytes) { arena->limit = bytes; }

size_t ply_arena_left(const ply_arena *arena) {
  if (arena->limit == 0) return SIZE_MAX;
  return arena->taken < arena->limit ? arena->limit - arena->taken : 0;
}

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
  if (size >= LARGEST_BLOCK) ply_huge_pages(b, sizeof(block) + size);
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
  if (bytes > ply_arena_left(arena)) {
    arena->taken = arena->limit;
    return NULL;
  }
  arena->taken += bytes;
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

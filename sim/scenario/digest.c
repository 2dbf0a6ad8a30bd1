/* The digest of a scenario: SHA-256 (nettle) over the merged tree as compact JSON, keys in file order (the
 * order of issues, options and actors is part of the meaning), numbers as the shortest text that reads back
 * the same. */
#include "sim/scenario/fields.h"

#include <nettle/sha2.h>
#include <stdio.h>

char *ply_digest_of(ply_tree *tree, const ply_node *root) {
  ply_text text;
  ply_text_init(&text);
  ply_json_write(&text, root, false);
  bool failed = text.failed;
  struct sha256_ctx context;
  uint8_t hash[SHA256_DIGEST_SIZE];
  sha256_init(&context);
  if (!failed) sha256_update(&context, text.length, (const uint8_t *)text.data);
  sha256_digest(&context, sizeof hash, hash);
  ply_text_done(&text);
  if (failed) ply_tree_out_of_memory(tree);
  char *out = TREE_NEW(tree, 7 + 2 * sizeof hash + 1, char), *p = out + 7;
  snprintf(out, 8, "sha256:");
  for (size_t i = 0; i < sizeof hash; i++, p += 2) snprintf(p, 3, "%02x", hash[i]);
  return out;
}

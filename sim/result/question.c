/* How is an answer read by the fields of its question? Offsets into its record. */
#include "sim/result/question.h"

const void *ply_field_in(const ply_field *field, const void *record) {
  return (const char *)record + field->at;
}

ply_outcome ply_fields_outcome(const ply_field *fields, const void *record) {
  for (const ply_field *f = fields; f->name != NULL; f++)
    if (f->kind == PLY_FIELD_OUTCOME) return *(const ply_outcome *)ply_field_in(f, record);
  return PLY_FOUND;
}

bool ply_fields_present(const ply_field *fields, const void *record) {
  for (const ply_field *f = fields; f->name != NULL; f++)
    if (f->kind == PLY_FIELD_PRESENT && !*(const bool *)ply_field_in(f, record)) return false;
  return true;
}

bool ply_field_told(const ply_field *field, ply_outcome outcome) {
  if (field->kind == PLY_FIELD_PRESENT) return false;
  if (field->when == PLY_WHEN_FOUND) return outcome == PLY_FOUND;
  return field->when != PLY_WHEN_DECIDED || outcome != PLY_LIMIT_REACHED;
}

void ply_fields_stop(const ply_field *fields, void *record) {
  for (const ply_field *f = fields; f->name != NULL; f++) {
    if (f->kind == PLY_FIELD_OUTCOME) *(ply_outcome *)((char *)record + f->at) = PLY_LIMIT_REACHED;
    if (f->kind == PLY_FIELD_PART) ply_fields_stop(f->part, record);
  }
}

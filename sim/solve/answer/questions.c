/* Asks the questions of the registry (PLY_QUESTIONS in answer.h) of a finished scan, and lists their answers. */
#include "sim/solve/answer/answer.h"

#define ROW(name) &ply_question_##name,
static const ply_question_row *const rows[] = {PLY_QUESTIONS(ROW)};
enum { N_ROWS = sizeof rows / sizeof *rows, OWN_BITS = 16 };

const ply_question_words *ply_question_at(int row) {
  return row >= 0 && row < N_ROWS ? &rows[row]->words : NULL;
}

unsigned ply_question_skip(int row) {
  return rows[row]->skip != 0 ? rows[row]->skip : 1u << (OWN_BITS + row);
}

/* Where the answer stands: in the result itself, or in a record of its own. NULL without memory. */
static void *record_of(ply_result *result, const ply_question_row *row) {
  return row->size == 0 ? (void *)result : ply_arena_alloc(result->arena, 1, row->size);
}

static bool list(ply_result *result, const ply_question_row *row, void *record) {
  if (result->answers == NULL) result->answers = PLY_NEW(result->arena, N_ROWS, ply_answer);
  if (result->answers == NULL || record == NULL) return false;
  if (ply_fields_present(row->words.fields, record))
    result->answers[result->n_answers++] = (ply_answer){.question = &row->words, .record = record};
  return true;
}

ply_status ply_questions_ask(ply_question *q, bool last) {
  ply_status status = PLY_OK;
  for (int r = 0; r < N_ROWS && status == PLY_OK; r++) {
    if (rows[r]->last != last) continue;
    q->records[r] = record_of(q->result, rows[r]);
    if (q->records[r] == NULL) return PLY_E_MEMORY;
    if (q->settings->skip & ply_question_skip(r))
      ply_fields_stop(rows[r]->words.fields, q->records[r]);
    else
      status = rows[r]->ask(q, q->records[r]);
  }
  return status;
}

ply_status ply_questions_list(ply_question *q) {
  bool memory = true;
  for (int r = 0; r < N_ROWS && memory; r++) memory = list(q->result, rows[r], q->records[r]);
  return memory ? PLY_OK : PLY_E_MEMORY;
}

bool ply_result_list_answers(ply_result *result) {
  bool memory = true;
  for (int r = 0; r < N_ROWS && memory; r++)
    if (rows[r]->size == 0) memory = list(result, rows[r], result);
  return memory;
}

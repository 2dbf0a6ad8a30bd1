/* The log of a session: one event a line, on the disk before anybody is told of it. Private to this room. */
#ifndef PLY_CLASS_SESSION_LOG_H
#define PLY_CLASS_SESSION_LOG_H

#include "sim/class/session/state.h"

typedef struct ply_class_log {
  int fd;      /* -1: kept in memory only */
  int damaged; /* the line from which on it was damaged when it was opened; 0: it was whole */
} ply_class_log;

/* Opens (or makes, mode 0600) the file and applies every whole line to the state. A torn last line, which a
 * crash in the middle of a write leaves, is cut off. From the first damaged line on (its check sum is wrong,
 * or it does not fit what went before) nothing is believed: the session goes on from the line before it, the
 * file as it was stands beside it as PATH.damaged, and log->damaged tells. A first line that is damaged is
 * PLY_E_INPUT. The file is locked: PLY_E_SYSTEM where another server has it. */
ply_status ply_class_log_open(ply_class_log *log, const char *path, ply_class_state *state, ply_err *err);

/* Applies the good lines of a log's text to a state; the text is cut up. path: for errors. PLY_E_INPUT where the first line is
 * bad, PLY_E_MEMORY. */
ply_status ply_class_log_recall(char *text, const char *path, ply_class_state *state, ply_err *err);

/* Appends one line and waits until it is on the disk (fdatasync). PLY_E_SYSTEM: nothing of it stays in the
 * file. */
ply_status ply_class_log_add(ply_class_log *log, const ply_class_event *event, ply_err *err);

void ply_class_log_close(ply_class_log *log);

#endif

/* What is printed or read before a session: HTML pages without scripts, and invented names. Private to this
 * room. */
#ifndef PLY_CLASS_PAPER_H
#define PLY_CLASS_PAPER_H

#include "sim/class/session/session.h"

/* Head and foot of a page, in the session's language; every page says whose numbers these are. */
void ply_class_page_begin(const ply_class_session *session, const char *title, ply_text *out);
void ply_class_page_end(ply_text *out);

/* One role's instructions as a section with its heading. */
void ply_class_sheet(const ply_class_session *session, int role, ply_text *out);
/* Cards with the code of each seat; url: where the class comes in, as a QR code that holds the code too, or
 * NULL. */
void ply_class_seats(const ply_class_session *session, const char *url, ply_text *out);
/* The teacher's guide: timeline, roles, expected deals and how to check them, questions. */
void ply_class_guide(const ply_class_session *session, ply_text *out);
/* Its part on who can block, alone and together, and who would. */
void ply_class_guide_blocks(const ply_class_session *session, ply_text *out);
/* All roles in one window, playable without a server; without the program's pages the same as on paper: every
 * brief beside the points of every known deal. */
void ply_class_preview(const ply_class_session *session, ply_text *out);
void ply_class_preview_paper(const ply_class_session *session, ply_text *out);

/* The text of a merged scenario with invented names for its actors, in every string that people read; notes,
 * sources and the concordance are left out and designs get numbers for names. The caller frees *out.
 * PLY_E_INPUT, PLY_E_MEMORY. */
ply_status ply_class_alias(const char *scenario, char **out, ply_err *err);

/* "Price: Middle; Border: Open; with Isle (In), Home (In)"; the second as text of a page. */
void ply_class_deal_words(const ply_class_session *session, uint64_t bundle, ply_text *out);
void ply_class_deal_html(const ply_class_session *session, uint64_t bundle, ply_text *out);

/* ---- code.c: QR codes ---- */

/* As text of half blocks for a terminal, as SVG. False (and nothing added) where libqrencode is not built in.
 */
bool ply_class_qr_text(const char *words, ply_text *out);
bool ply_class_qr_svg(const char *words, ply_text *out);

#endif

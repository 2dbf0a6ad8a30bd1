/* A result for people: what an analyst wants to know, in the order in which it is asked. Each section is a
 * file of its own. */
#include "sim/render/section.h"

typedef void section(ply_page *page, const ply_result *result);

static section *const sections[] = {
    ply_section_verdict, ply_section_designs,  ply_section_blocks,  ply_section_counts,
    ply_section_slack,   ply_section_best,     ply_section_answers, ply_section_top,
    ply_section_joining, ply_section_security, ply_section_basis,
};

void ply_result_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_result *result = record;
  ply_page page = ply_page_start(out, settings);
  for (size_t k = 0; k < sizeof sections / sizeof *sections; k++) sections[k](&page, result);
}

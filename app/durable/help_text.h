// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace durascope::app {

// The prose of --help. Wrapped by hand at 80 columns.

extern const char* const kProgramHelp;
extern const char* const kProgramFooter;
extern const char* const kHistoryHelp;
extern const char* const kHistoryFooter;
extern const char* const kShowHelp;
extern const char* const kShowFooter;
extern const char* const kEventsHelp;
extern const char* const kEventsFooter;
extern const char* const kConvertHelp;
extern const char* const kConvertFooter;
extern const char* const kValidateHelp;
extern const char* const kValidateFooter;
extern const char* const kRunHelp;
extern const char* const kRunFooter;
extern const char* const kConformanceHelp;
extern const char* const kConformanceFooter;
extern const char* const kVersionHelp;

} // namespace durascope::app

// An edit goes in rounds: the user's editor is opened again, with the reasons at the head of the file, for as long as
// what comes back cannot be had. For edit and create --edit. Mirrors EditOptions.Run of
// kubectl/pkg/cmd/util/editor/editoptions.go.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "cli/editor.h"
#include "cli/errors.h"
#include "cli/io_streams.h"

namespace skiff::cli {

enum class EditFormat { kYaml, kKyaml, kJson };
// Of -o json, yaml or kyaml; YAML if nothing is said.
EditFormat edit_format(std::string_view output);
std::string shown_text(EditFormat format, const Value& shown);
const char* file_suffix(EditFormat format);
// Is what comes back from the editor looked at (does it say its kind?) before anything else is done with it?
enum class EditCheck { kNone, kStrict };

struct EditRounds {
  EditFormat format = EditFormat::kYaml;
  LineEndings endings = LineEndings::kUnix;
  EditCheck check = EditCheck::kStrict;
  std::string subject;  // of whom refusals speak: `configmaps "m1"`
};

// What came of the objects of one round.
struct EditVerdict {
  std::vector<std::string> reasons;  // for the head of the file, each of whole lines; empty: nothing to look at again
  bool retryable = false;            // the server refused for reasons of its own
  bool lost = false;                 // the object is gone
};

// Carries out what the user wants, with the objects as edited. An error ends the edit.
using SaveEdits = std::function<Result<EditVerdict>(const Elements& edited)>;

Outcome edit_in_rounds(const EditRounds& rounds, const Value& shown, const SaveEdits& save, IoStreams& io);

// The head of the file that tells why `subject` was refused: `# pods "a" was not valid:` and a line for each cause.
std::string refusal(const std::string& subject, const std::vector<Cause>& causes);

// The object as the editor shows it.
Value without_managed_fields(Value object);

}  // namespace skiff::cli

#include "cli/editing.h"

#include <fmt/format.h>

#include <utility>

#include "api/decode.h"
#include "base/json.h"
#include "base/strings.h"
#include "cli/manifests.h"
#include "cli/printers/kyaml.h"
#include "cli/printers/yaml.h"

namespace skiff::cli {
namespace {

constexpr const char* kEditHeader =
    "# Please edit the object below. Lines beginning with a '#' will be ignored,\n"
    "# and an empty file will abort the edit. If an error occurs while saving this file will be\n"
    "# reopened with the relevant failures.\n"
    "#\n";

constexpr std::string_view kConversion = "error converting YAML to JSON: ";

// Why the text is no manifest at all; empty if it may be one. Upstream: ValidateBytes of a schema that leaves the
// fields to the server.
std::string failed_validation(const Result<Value>& document) {
  if (!document) {
    std::string_view message = document.error().message;
    if (message.starts_with(kConversion)) message.remove_prefix(kConversion.size());
    return std::string(message);
  }
  if (!document->is_object()) return "invalid object to validate";
  const bool version = !(*document)["apiVersion"].as_string().empty();
  const bool kind = !(*document)["kind"].as_string().empty();
  if (!version && !kind) return "[apiVersion not set, kind not set]";
  return version ? kind ? "" : "kind not set" : "apiVersion not set";
}

// Do both say the same? How it is written does not matter, where it can be read. Upstream: StripComments.
bool same_meaning(const std::string& a, const std::string& b) {
  const auto left = decode_yaml(a), right = decode_yaml(b);
  if (left && right) return *left == *right;
  return trim_space(without_comments(a)) == trim_space(without_comments(b));
}

class Rounds {
 public:
  Rounds(const EditRounds& rounds, const SaveEdits& save, IoStreams& io)
      : rounds_(rounds), save_(save), io_(io), file_(file_suffix(rounds.format)) {}

  Outcome run(const Value& shown) {
    const std::string original = shown_text(rounds_.format, shown);
    std::string content = original;
    while (true) {
      io_.out.flush();
      auto edited = file_.edit(with_line_endings(head() + content, rounds_.endings));
      if (!edited) return preserved(edited.error());
      const std::string text = without_comments(*edited);
      const bool again = !reasons_.empty();
      if (again && same_meaning(text, content))
        return preserved(client_error("Edit cancelled, no valid changes were saved."));
      content = text;
      reasons_.clear();
      opened_before_ = true;
      const auto document = decode_yaml(text);
      if (const std::string why = failed_validation(document); !why.empty() && rounds_.check == EditCheck::kStrict) {
        Cause cause;
        cause.field = "<nil>";  // upstream names no field
        cause.message = fmt::format("Invalid value: \"The edited file failed validation\": {}", why);
        reasons_ = {refusal(rounds_.subject, {cause})};
        io_.err << fmt::format("error: {} is invalid\n", rounds_.subject);
        continue;
      }
      if (same_meaning(text, original)) return cancelled("Edit cancelled, no changes made.\n");
      if (trim_space(text).empty()) return cancelled("Edit cancelled, saved file was empty.\n");
      if (!document) {
        reasons_ = {fmt::format("# The edited file had a syntax error: error parsing edited-file: {}\n#\n",
                                document.error().message)};
        continue;
      }
      auto verdict = save_(flatten_list(*document));
      if (!verdict) return preserved(verdict.error());
      if (verdict->retryable || verdict->lost) return given_up(*verdict);
      reasons_ = std::move(verdict->reasons);
      if (!reasons_.empty()) continue;
      file_.remove();
      return {};
    }
  }

 private:
  // JSON has no comments; its file has a head only when there is something to say.
  std::string head() const {
    if (rounds_.format == EditFormat::kJson) return "";
    std::string out = kEditHeader;
    for (const std::string& reason : reasons_) out += reason;
    return out;
  }

  Outcome cancelled(const char* words) {
    file_.remove();
    io_.err << words;
    return {};
  }

  Outcome preserved(const Error& error) {
    if (opened_before_) io_.err << fmt::format("A copy of your changes has been stored to \"{}\"\n", file_.path());
    else file_.remove();
    return error;
  }

  Outcome given_up(const EditVerdict& verdict) {
    if (verdict.retryable)
      io_.err << fmt::format("You can run `kubectl replace -f {}` to try this update again.\n", file_.path());
    else io_.err << fmt::format("The edits you made on deleted resources have been saved to \"{}\"\n", file_.path());
    return Outcome::exit(1);
  }

  const EditRounds& rounds_;
  const SaveEdits& save_;
  IoStreams& io_;
  EditedFile file_;
  std::vector<std::string> reasons_;
  bool opened_before_ = false;
};

}  // namespace

EditFormat edit_format(std::string_view output) {
  return output == "json" ? EditFormat::kJson : output == "kyaml" ? EditFormat::kKyaml : EditFormat::kYaml;
}

std::string shown_text(EditFormat format, const Value& shown) {
  if (format == EditFormat::kJson) return to_pretty_json(shown) + "\n";
  return format == EditFormat::kKyaml ? to_kyaml(shown) : to_yaml(shown);
}

const char* file_suffix(EditFormat format) { return format == EditFormat::kJson ? ".json" : ".yaml"; }

Outcome edit_in_rounds(const EditRounds& rounds, const Value& shown, const SaveEdits& save, IoStreams& io) {
  return Rounds(rounds, save, io).run(shown);
}

std::string refusal(const std::string& subject, const std::vector<Cause>& causes) {
  std::string out = fmt::format("# {} was not valid{}\n", subject, causes.empty() ? "" : ":");
  for (const Cause& cause : causes) {
    out += "# * ";
    const std::string line = fmt::format("{}: {}", cause.field, cause.message);
    for (size_t i = 0; i < line.size(); ++i) {
      out += line[i];
      if (line[i] == '\n' && i + 1 < line.size() && line[i + 1] != '#') out += "# ";
    }
    out += "\n";
  }
  return out + "#\n";
}

Value without_managed_fields(Value object) {
  if (std::as_const(object)["metadata"].contains("managedFields")) object["metadata"].erase("managedFields");
  return object;
}

}  // namespace skiff::cli

// Objects from files, folders, standard input and kustomizations: cli-runtime's visitors for -f, -R and -k.
#pragma once
#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "api/kind.h"
#include "base/result.h"
#include "base/value.h"
#include "cli/resource_args.h"

namespace skiff::cli {

// One object of a file, or why it could not be had.
struct FileObject {
  std::string source;  // the path as given or found, or STDIN
  const Kind* kind = nullptr;
  Value document;
  std::optional<Error> error;
  std::string api_version = {};  // that the file is written in, where it is not the stored one
};

struct FileObjects {
  std::vector<FileObject> objects;  // in the order of the files and of what stands in them; Lists are flattened
  bool single_file = false;         // one file was named, no folder
};

// What is wrong with the paths of -f: one does not exist, or is a folder without a manifest. All are looked at before
// any is read.
std::vector<Error> path_problems(const ResourceFlags& flags);

// Fails if a path has a problem. A broken document does not keep the others back.
// What a kustomization should be told goes to `err`.
Result<FileObjects> read_files(const ResourceFlags& flags, ManifestCheck check, std::istream& in, std::ostream& err);

// The documents of one text, as of one file of that name.
std::vector<FileObject> parse_objects(const std::string& text, const std::string& source, ManifestCheck check);

// Does kubectl itself have a Go type for the kind? For all that a cluster has from the beginning but definitions.
bool in_clients_scheme(const Kind& kind);
// `no kind "Widget" is registered for version "example.com/v1" in scheme …`
std::string not_in_scheme(std::string_view kind, std::string_view api_version);

// kubectl finds the kind of a manifest without apiVersion among those without a group, but what it then asks for, it
// asks for under no version, which no server has. Not so where it goes by the kind alone: describe, patch, autoscale.
Result<void> check_address(const Target& target);

// Does a document's metadata.labels match? For -l beside -f, where the client filters.
Result<std::function<bool(const Value&)>> label_filter(const std::string& selector);

}  // namespace skiff::cli

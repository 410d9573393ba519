#include "api/pod_spec/volume_files.h"

#include <set>
#include <string>

#include "api/field_checks.h"
#include "api/pod_spec/environment.h"
#include "api/pod_spec/volume_sources.h"

namespace skiff {
namespace {

void require_file_text(const Value& object, std::string_view member, const FieldPath& path, FieldErrors& errors) {
  if (object[member].as_string().empty()) errors.required(path.child(member));
}

// validateLocalNonReservedPath: `..data` is where the kubelet keeps the files of a volume.
void check_file_path(const Value& path_value, const FieldPath& field, FieldErrors& errors) {
  check_descending_path(path_value, field, errors);
  const std::string_view text = path_value.as_string();
  if (text.starts_with("..") && !text.starts_with("../")) errors.invalid(field, path_value, "must not start with '..'");
}

// validateDownwardAPIVolumeFile: all files of a source are told of with the path of the source.
void check_downward_file(const Value& file, const FieldPath& path, FieldErrors& errors) {
  require_file_text(file, "path", path, errors);
  check_file_path(file["path"], path.child("path"), errors);
  const bool has_field = file["fieldRef"].is_object();
  const bool has_resource = file["resourceFieldRef"].is_object();
  if (has_field) {
    validate_field_ref(file["fieldRef"], FieldsOf::kVolume, path.child("fieldRef"), errors);
    if (has_resource)
      errors.invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
  } else if (has_resource) {
    validate_resource_field_ref(file["resourceFieldRef"], FieldsOf::kVolume, path.child("resourceFieldRef"), errors);
  } else {
    errors.required(path, "one of fieldRef and resourceFieldRef is required");
  }
  check_file_mode(file, "mode", path, errors);
}

// validateProjectionSources, which has no index in some of its paths, and the volume's own path where sources collide.
class Projection {
 public:
  Projection(const FieldPath& volume, FieldErrors& errors) : volume_(volume), errors_(errors) {}

  void add(const Value& source, const FieldPath& path) {
    int kinds = 0;
    const auto kind_of = [&](std::string_view name) {
      const bool given = source[name].is_object();
      if (given) ++kinds;
      return given;
    };
    if (kind_of("secret")) add_keys(source["secret"], path.child("secret"));
    if (kind_of("configMap")) add_keys(source["configMap"], path.child("configMap"));
    if (kind_of("downwardAPI")) add_downward(source["downwardAPI"], path.child("downwardAPI"));
    if (kind_of("serviceAccountToken")) add_token(source["serviceAccountToken"], path.child("serviceAccountToken"));
    if (kinds > 1) errors_.forbidden(path, "may not specify more than 1 volume type per source");
  }

 private:
  void add_keys(const Value& source, const FieldPath& path) {
    require_file_text(source, "name", path, errors_);
    check_volume_items(source, path, errors_);
    for (const Value& item : source["items"].elements()) take(item["path"], source["name"].as_string());
  }

  void add_downward(const Value& source, const FieldPath& path) {
    for (const Value& file : source["items"].elements()) {
      check_downward_file(file, path, errors_);
      take(file["path"], file["path"].as_string());
    }
  }

  void add_token(const Value& token, const FieldPath& path) {
    const Value& seconds = token["expirationSeconds"];
    const FieldPath field = path.child("expirationSeconds");
    if (seconds.as_int() < 600) errors_.invalid(field, seconds, "may not specify a duration less than 10 minutes");
    if (seconds.as_int() > (int64_t{1} << 32))
      errors_.invalid(field, seconds, "may not specify a duration larger than 2^32 seconds");
    require_file_text(token, "path", volume_, errors_);
    check_file_path(token["path"], volume_.child("path"), errors_);
  }

  void take(const Value& file, std::string_view shown) {
    if (!file.as_string().empty() && !taken_.insert(file.as_string()).second)
      errors_.invalid(volume_, shown, "conflicting duplicate paths");
  }

  const FieldPath& volume_;
  FieldErrors& errors_;
  std::set<std::string_view> taken_;
};

}  // namespace

void check_file_mode(const Value& object, std::string_view member, const FieldPath& path, FieldErrors& errors) {
  const int64_t mode = object[member].as_int();
  if (mode < 0 || mode > 0777)
    errors.invalid(path.child(member), object[member], "must be a number between 0 and 0777 (octal), both inclusive");
}

void check_volume_items(const Value& source, const FieldPath& path, FieldErrors& errors) {
  const Value& items = source["items"];
  for (size_t i = 0; i < items.size(); ++i) {
    const FieldPath item = path.child("items").index(i);
    require_file_text(items[i], "key", item, errors);
    require_file_text(items[i], "path", item, errors);
    check_file_path(items[i]["path"], item.child("path"), errors);
    check_file_mode(items[i], "mode", item, errors);
  }
}

void validate_downward_volume(const Value& source, const FieldPath& path, FieldErrors& errors) {
  check_file_mode(source, "defaultMode", path, errors);
  for (const Value& file : source["items"].elements()) check_downward_file(file, path, errors);
}

void validate_projected_volume(const Value& source, const FieldPath& path, FieldErrors& errors) {
  check_file_mode(source, "defaultMode", path, errors);
  Projection projection(path, errors);
  const Value& sources = source["sources"];
  for (size_t i = 0; i < sources.size(); ++i) projection.add(sources[i], path.child("sources").index(i));
}

}  // namespace skiff

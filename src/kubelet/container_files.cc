#include "kubelet/container_files.h"

#include <algorithm>

#include "api/kinds/persistentvolumeclaim.h"
#include "base/base64.h"
#include "base/strings.h"
#include "kubelet/shell/programs.h"

namespace skiff {
namespace {

constexpr std::string_view kTable = "files";

struct KeptFile {
  std::string text;
  std::optional<int64_t> time{};  // in whole seconds
  std::optional<int64_t> mode{};
  int64_t owner = 0, group = 0;
};

// Texts that are no UTF-8 cannot stand in JSON.
Value stored(const KeptFile& file) {
  const bool utf8 = is_valid_utf8(file.text);
  if (utf8 && !file.time && !file.mode && file.owner == 0 && file.group == 0) return Value(file.text);
  Value kept{{utf8 ? "text" : "base64", utf8 ? file.text : base64_encode(file.text)}};
  if (file.time) kept.set("time", *file.time);
  if (file.mode) kept.set("mode", *file.mode);
  if (file.owner != 0) kept.set("owner", file.owner);
  if (file.group != 0) kept.set("group", file.group);
  return kept;
}

KeptFile restored(const Value& kept) {
  if (!kept.is_object()) return {.text = kept.str()};
  KeptFile file;
  const Value* encoded = kept.find("base64");
  file.text = encoded != nullptr ? base64_decode(encoded->as_string()).value_or("") : kept["text"].str();
  if (const Value* time = kept.find("time")) file.time = time->as_int();
  if (const Value* mode = kept.find("mode")) file.mode = mode->as_int();
  file.owner = kept["owner"].as_int();
  file.group = kept["group"].as_int();
  return file;
}

int64_t whole_seconds(Time time) { return std::chrono::floor<seconds>(time).time_since_epoch().count(); }

bool is_below(std::string_view path, std::string_view directory) {
  return directory == "/" ||
         (path.starts_with(directory) && path.size() > directory.size() && path[directory.size()] == '/');
}

void forget_prefix(Store& store, const std::string& prefix) {
  for (const std::string& entry : store.states(kTable).keys_with_prefix(prefix))
    store.set_state(kTable, entry, Value());
}

std::string entry_of_container(std::string_view pod_uid, std::string_view container) {
  return "pod/" + std::string(pod_uid) + "/container/" + std::string(container);
}

// The table's entry of a volume's file system; empty if nothing is ever kept there.
std::string entry_of_volume(const Store& store, const Object& pod, const Value& volume) {
  const std::string name = volume["name"].str();
  if (volume.contains("emptyDir")) return "pod/" + std::string(pod.uid()) + "/volume/" + name;
  if (const Value* path = volume["hostPath"].find("path")) return "node/" + pod.spec()["nodeName"].str() + path->str();
  std::string claim = volume["persistentVolumeClaim"]["claimName"].str();
  if (volume.contains("ephemeral")) claim = pod.name() + "-" + name;
  if (claim.empty()) return {};
  const ObjectRef bound = store.get(kPersistentVolumeClaim, {pod.ns(), claim});
  const std::string pv = bound ? bound->spec()["volumeName"].str() : "";
  return pv.empty() ? "" : "pv/" + pv + "/";
}

}  // namespace

bool lacks_programs(const Store& store, const Object& pod, std::string_view container) {
  const Value& files = store.state(kTable, entry_of_container(pod.uid(), container));
  return std::any_of(files.members().begin(), files.members().end(), [](const Member& member) {
    return !shell::program_at(member.name()).empty() && member.value.is_null();
  });
}

std::vector<std::pair<std::string_view, std::string>> states_of_files(const Store& store, const Object& pod) {
  std::vector<std::pair<std::string_view, std::string>> found;
  const std::string prefix = "pod/" + std::string(pod.uid()) + "/";
  const StateTable& all = store.states(kTable);
  for (std::string& entry : all.keys_with_prefix(prefix)) found.emplace_back(kTable, std::move(entry));
  for (const Value& volume : pod.spec()["volumes"].elements()) {
    std::string entry = entry_of_volume(store, pod, volume);
    if (!entry.empty() && !entry.starts_with(prefix) && all.contains(entry))
      found.emplace_back(kTable, std::move(entry));
  }
  return found;
}

ContainerFiles::Place ContainerFiles::place_of(std::string_view path) const {
  const Value* mount = nullptr;
  size_t longest = 0;
  for (const Value& candidate : container_["volumeMounts"].elements()) {
    const std::string_view at = candidate["mountPath"].as_string();
    if (at.size() < longest || (path != at && !is_below(path, at))) continue;
    mount = &candidate;
    longest = at.size();
  }
  if (mount == nullptr) {
    const bool writable = !container_["securityContext"]["readOnlyRootFilesystem"].as_bool();
    return {entry_of_container(pod_.uid(), container_["name"].as_string()), std::string(path), writable};
  }
  const std::string_view sub_path = (*mount)["subPath"].as_string();
  const std::string inside =
      (sub_path.empty() ? "" : "/" + std::string(sub_path)) + std::string(path.substr(std::min(longest, path.size())));
  for (const Value& volume : pod_.spec()["volumes"].elements()) {
    if (!(volume["name"] == (*mount)["name"])) continue;
    const std::string entry = entry_of_volume(store_, pod_, volume);
    return {entry, inside, !entry.empty() && !(*mount)["readOnly"].as_bool()};
  }
  return {"", inside, false};
}

ContainerFiles::Found ContainerFiles::read(std::string_view path) const {
  const Place place = place_of(path);
  const Value& files = store_.state(kTable, place.entry);
  if (const Value* kept = files.find(place.path)) {
    if (kept->is_null()) return {true, std::nullopt};
    return {true, restored(*kept).text};
  }
  return {};
}

std::string ContainerFiles::put(const Place& place, const std::string& path, Value kept) {
  if (!place.writable || place.entry.empty()) return "Read-only file system";
  Value files = store_.state(kTable, place.entry);
  files.set(path, std::move(kept));
  store_.set_state(kTable, place.entry, std::move(files));
  return {};
}

std::string ContainerFiles::write(std::string_view path, const std::string& text) {
  const Place place = place_of(path);
  KeptFile file{.text = {}, .owner = writer_.user, .group = writer_.group};
  const Value* before = store_.state(kTable, place.entry).find(place.path);
  if (before != nullptr && !before->is_null()) file = restored(*before);
  file.text = text;
  if (now_) file.time = whole_seconds(*now_);
  return put(place, place.path, stored(file));
}

std::optional<FileStatus> ContainerFiles::status(std::string_view path, Time otherwise) const {
  const Place place = place_of(path);
  const Value& files = store_.state(kTable, place.entry);
  const Value* kept = files.find(place.path);
  const bool is_file = kept != nullptr && !kept->is_null();
  if (!is_file) kept = files.find(place.path + "/");
  if (kept == nullptr || kept->is_null()) return std::nullopt;
  const KeptFile file = restored(*kept);
  FileStatus status;
  if (!is_file) status.sort = FileStatus::Sort::kDirectory;
  status.mode = static_cast<int>(file.mode.value_or(is_file ? 0644 : 0755));
  status.owner = file.owner;
  status.group = file.group;
  status.size = is_file ? file.text.size() : 4096;
  status.changed = file.time ? Time(seconds(*file.time)) : otherwise;
  return status;
}

std::string ContainerFiles::set_status(std::string_view path, const FileStatus& status, const std::string& text) {
  const Place place = place_of(path);
  const bool is_directory = status.sort == FileStatus::Sort::kDirectory;
  KeptFile file{.text = is_directory ? "" : text,
                .time = whole_seconds(status.changed),
                .owner = status.owner,
                .group = status.group};
  if (status.mode != (is_directory ? 0755 : 0644)) file.mode = status.mode;
  return put(place, is_directory ? place.path + "/" : place.path, stored(file));
}

std::string ContainerFiles::make_directory(std::string_view path) {
  if (place_of(path).path.empty()) return {};  // the root of a volume is there
  return write(std::string(path) + "/", "");
}

void ContainerFiles::remove(std::string_view path) {
  const Place place = place_of(path);
  if (!place.writable || place.entry.empty()) return;
  Value files = store_.state(kTable, place.entry);
  std::vector<std::string> gone = {place.path};
  for (const Member& member : files.members())
    if (is_below(member.name(), place.path)) gone.emplace_back(member.name());
  for (const std::string& one : gone) files.set(one, Value());
  store_.set_state(kTable, place.entry, std::move(files));
}

std::vector<std::string> ContainerFiles::below(std::string_view directory) const {
  std::vector<std::string> out;
  const auto add = [&](const Place& place, std::string_view mounted_at) {
    for (const Member& member : store_.state(kTable, place.entry).members()) {
      if (member.value.is_null() || !(place.path.empty() || is_below(member.name(), place.path))) continue;
      out.push_back(std::string(mounted_at) + std::string(member.name().substr(place.path.size())));
    }
  };
  const Place here = place_of(directory);
  if (!here.entry.empty())
    add({here.entry, here.path == "/" ? "" : here.path, true}, directory == "/" ? "" : directory);
  for (const Value& mount : container_["volumeMounts"].elements()) {
    const std::string at = mount["mountPath"].str();
    if (!is_below(at, directory)) continue;
    out.push_back(at + "/");
    if (const Place place = place_of(at); !place.entry.empty()) add(place, at);
  }
  return out;
}

void forget_container_files(Store& store, std::string_view pod_uid, std::string_view container) {
  store.set_state(kTable, entry_of_container(pod_uid, container), Value());
}

void forget_pod_files(Store& store, std::string_view pod_uid) {
  forget_prefix(store, "pod/" + std::string(pod_uid) + "/");
}

void forget_volume_files(Store& store, std::string_view persistent_volume) {
  forget_prefix(store, "pv/" + std::string(persistent_volume) + "/");
}

}  // namespace skiff

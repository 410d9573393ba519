// What `ls -l` and `ps` say in a container: owners, modes and times of what the image, the kubelet and commands have
// put there, and what runs. Mirrors what a runtime makes of a pod's securityContext and what the kubelet's volume
// plugins do (SetVolumeOwnership, AtomicWriter).
#include <algorithm>
#include <set>

#include "base/strings.h"
#include "kubelet/container_command.h"
#include "kubelet/pod_environment.h"
#include "kubelet/shell/programs.h"

namespace skiff {
namespace {

// Files of an image are older than any container; how old, nobody knows: here, of the first of January 2025.
constexpr Time kImageMade = Time(seconds(1735689600));

const Value& context_of(const Object& pod, const Value& container, std::string_view field) {
  const Value& own = container["securityContext"][field];
  return own.is_null() ? pod.spec()["securityContext"][field] : own;
}

// Files of these come through links that an update can exchange all at once; a secret's folder lies in memory.
bool is_projected(const Value& volume) {
  return volume.contains("configMap") || volume.contains("secret") || volume.contains("projected") ||
         volume.contains("downwardAPI");
}

bool keeps_files(const Value& volume) {
  return volume.contains("emptyDir") || volume.contains("persistentVolumeClaim") || volume.contains("ephemeral");
}

}  // namespace

Identity identity_in(const Object& pod, const Value& container) {
  Identity out;
  out.user = context_of(pod, container, "runAsUser").as_int();
  out.group = context_of(pod, container, "runAsGroup").as_int();
  const Value& context = pod.spec()["securityContext"];
  std::set<int64_t> groups = {out.group};
  if (const Value* group = context.find("fsGroup")) groups.insert(group->as_int());
  for (const Value& group : context["supplementalGroups"].elements()) groups.insert(group.as_int());
  out.groups.assign(groups.begin(), groups.end());
  return out;
}

Identity PodEnvironment::identity() const { return identity_in(pod_, container_); }

const Value* PodEnvironment::mount_of(std::string_view path) const {
  const Value* found = nullptr;
  size_t longest = 0;
  for (const Value& mount : container_["volumeMounts"].elements()) {
    const std::string_view at = mount["mountPath"].as_string();
    const bool inside = path == at || (path.starts_with(at) && path.size() > at.size() && path[at.size()] == '/');
    if (!inside || at.size() < longest) continue;
    found = &mount;
    longest = at.size();
  }
  return found;
}

const Value& PodEnvironment::volume_of(const Value& mount) const {
  static const Value kNone;
  for (const Value& volume : pod_.spec()["volumes"].elements())
    if (volume["name"] == mount["name"]) return volume;
  return kNone;
}

Time PodEnvironment::started() const {
  for (const Value& status : pod_.status()["containerStatuses"].elements())
    if (status["name"] == container_["name"])
      if (const auto at = parse_rfc3339(status["state"]["running"]["startedAt"].as_string())) return *at;
  return parse_rfc3339(pod_.status()["startTime"].as_string()).value_or(now_);
}

// In a volume that belongs to a group, whoever writes: the bit of the folder sees to that.
Identity PodEnvironment::writer_at(std::string_view path) const {
  Identity writer = identity();
  const Value* group = pod_.spec()["securityContext"].find("fsGroup");
  const Value* mount = mount_of(path);
  if (group != nullptr && mount != nullptr && keeps_files(volume_of(*mount))) writer.group = group->as_int();
  return writer;
}

// What nobody in the simulation has written: folders, mounts, files of the kubelet and of the image.
std::optional<FileStatus> PodEnvironment::status_of_given(std::string_view path) const {
  FileStatus status{.changed = kImageMade};
  const Value* mount = mount_of(path);
  if (mount != nullptr || path.starts_with("/etc/host") || path == "/etc/resolv.conf" || path == "/tmp")
    status.changed = started();
  const Value& volume = mount == nullptr ? Value() : volume_of(*mount);
  if (const auto text = read_file(path)) {
    status.size = text->size();
    if (!shell::program_at(path).empty()) status.mode = 0755;
    if (mount == nullptr || !is_projected(volume) || !(*mount)["subPath"].as_string().empty()) return status;
    const std::string name(path.substr((*mount)["mountPath"].as_string().size() + 1));
    const std::string first = name.substr(0, name.find('/'));
    if (first != name) return status;
    status.sort = FileStatus::Sort::kLink;
    status.mode = 0777;
    status.target = "..data/" + first;
    status.size = status.target.size();
    return status;
  }
  const auto names = list_directory(path);
  if (!names) return std::nullopt;
  status.sort = FileStatus::Sort::kDirectory;
  status.mode = 0755;
  status.size = 4096;
  if (path == "/tmp") status.mode = 01777;
  if (path == "/root") status.mode = 0700;
  if (path == "/proc" || path == "/sys") status.mode = 0555;
  if (mount == nullptr || (*mount)["mountPath"].as_string() != path) return status;
  if (volume.contains("emptyDir") || volume.contains("persistentVolumeClaim") || is_projected(volume))
    status.mode = volume.contains("persistentVolumeClaim") ? 0755 : 0777;
  if (volume.contains("secret") || volume.contains("projected")) status.mode = 01777;
  if (const Value* group = pod_.spec()["securityContext"].find("fsGroup"); group != nullptr) {
    status.group = group->as_int();
    status.mode |= 02000 | (keeps_files(volume) ? 0070 : 0);
  }
  return status;
}

std::optional<FileStatus> PodEnvironment::file_status(std::string_view path) const {
  if (has_removed(path)) return std::nullopt;
  auto status = written_.status(path, started());
  if (!status) status = status_of_given(path);
  if (!status || status->sort != FileStatus::Sort::kDirectory) return status;
  // A folder changes with what is put into it.
  for (const std::string& file : written_.below(path)) {
    const std::string_view inside = std::string_view(file).substr(path == "/" ? 1 : path.size() + 1);
    const std::string_view name = inside.substr(0, inside.find('/'));
    if (name.empty() || (inside.size() > name.size() + 1)) continue;
    const auto child = written_.status(file.ends_with('/') ? file.substr(0, file.size() - 1) : file, Time::min());
    if (child) status->changed = std::max(status->changed, child->changed);
  }
  return status;
}

std::string PodEnvironment::set_file_status(std::string_view path, const FileStatus& status) {
  return written_.set_status(path, status, read_file(path).value_or(""));
}

std::vector<std::string> PodEnvironment::processes() const {
  const Behavior& behavior = behavior_in(store_, pod_, container_, behaviors_);
  std::vector<std::string> out;
  const std::vector<std::string> argv = command_of(container_, behavior);
  const std::string image = container_["image"].str();
  const std::string name = image.substr(image.rfind('/') + 1);
  const bool serves_web = !behavior.serves_mysql && !behavior.serve_root.empty();
  if (!argv.empty()) out.push_back(join(argv, " "));
  else if (!behavior.has_entrypoint) out.emplace_back("sh");
  else if (behavior.serves_mysql) out.emplace_back("mysqld");
  else if (serves_web) out.insert(out.end(), {"nginx: master process nginx -g daemon off;", "nginx: worker process"});
  else out.push_back(name.substr(0, name.find_first_of(":@")));
  if (!command_.empty()) out.push_back(join(command_, " "));
  return out;
}

}  // namespace skiff

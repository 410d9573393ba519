// What is in the file systems that containers write to: each container's own, which ends with its instance, and the
// volumes of its pod. An emptyDir ends with the pod, a claim's volume with the PersistentVolume, a hostPath never.
// Kept as state, a table entry a file system: path → text, or {"text" or "base64", "time", "mode", "owner", "group"}
// with what is not as usual (0644, 0755 of a directory, root), and null for a path that was removed. Directories end in
// a slash.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/object.h"
#include "kubelet/shell/file_status.h"
#include "store/store.h"

namespace skiff {

class ContainerFiles {
 public:
  // `container` is its spec in the pod; all outlive this.
  ContainerFiles(Store& store, const Object& pod, const Value& container)
      : store_(store), pod_(pod), container_(container) {}

  struct Found {
    bool known = false;  // somebody in the simulation has written or removed it
    std::optional<std::string> text;
  };
  // What is written from now on has this time and this owner.
  void stamp(Time now, const Identity& writer) {
    now_ = now;
    writer_ = writer;
  }
  Found read(std::string_view path) const;
  // Why not: "Read-only file system"; empty if it was written.
  std::string write(std::string_view path, const std::string& text);
  std::string make_directory(std::string_view path);
  // A file, or a directory with all that is in it.
  void remove(std::string_view path);
  // Of a file or directory that was written here; when, if nobody has noted that, is `otherwise`.
  std::optional<FileStatus> status(std::string_view path, Time otherwise) const;
  // A file or directory that is there, and has this text, gets this mode, owner, group and time. Why not, or empty.
  std::string set_status(std::string_view path, const FileStatus& status, const std::string& text);
  // Full paths of files and (with a final slash) directories below a directory, mounts included.
  std::vector<std::string> below(std::string_view directory) const;

 private:
  struct Place {
    std::string entry;  // of the table; empty: nothing is ever kept there
    std::string path;   // inside
    bool writable = true;
  };
  Place place_of(std::string_view path) const;
  std::string put(const Place& place, const std::string& path, Value kept);

  Store& store_;
  const Object& pod_;
  const Value& container_;
  std::optional<Time> now_;
  Identity writer_;
};

// Is some program of the image's no longer where it was? Costs next to nothing.
bool lacks_programs(const Store& store, const Object& pod, std::string_view container);

// Where in the state the file systems of the pod's containers and volumes are: table and key.
std::vector<std::pair<std::string_view, std::string>> states_of_files(const Store& store, const Object& pod);

// The file system of one instance of a container is over.
void forget_container_files(Store& store, std::string_view pod_uid, std::string_view container);
void forget_pod_files(Store& store, std::string_view pod_uid);
void forget_volume_files(Store& store, std::string_view persistent_volume);

}  // namespace skiff

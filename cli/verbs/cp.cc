// kubectl cp: files to and from the file systems of a pod's container. Mirrors pkg/cmd/cp.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "cli/command.h"
#include "cli/verbs/container_streams.h"
#include "cli/verbs/pod_choice.h"
#include "kubelet/container_command.h"
#include "kubelet/container_files.h"
#include "kubelet/pod_environment.h"
#include "kubelet/shell/programs.h"

namespace skiff::cli {

struct CopyOptions {
  std::string container;
  int64_t retries = 0;
  bool no_preserve = false;
};

namespace {

namespace fs = std::filesystem;

// [[NAMESPACE/]POD:]PATH
struct FileSpec {
  std::string ns, pod, path;
};

// A colon before any slash of a path parts the pod from it. Upstream: extractFileSpec.
Result<FileSpec> parse_file_spec(const std::string& text) {
  const size_t colon = text.find(':');
  if (colon == 0) return client_error("filespec must match the canonical format: [[namespace/]pod:]file/path");
  if (colon == std::string::npos) return FileSpec{"", "", text};
  const std::string pod = text.substr(0, colon);
  const std::string path = text.substr(colon + 1);
  const size_t slash = pod.find('/');
  if (slash == std::string::npos) return FileSpec{"", pod, path};
  if (pod.find('/', slash + 1) != std::string::npos)
    return client_error("filespec must match the canonical format: [[namespace/]pod:]file/path");
  return FileSpec{pod.substr(0, slash), pod.substr(slash + 1), path};
}

// The container's own directory is the root.
std::string inside(const std::string& path) { return shell::absolute_path("/", path); }

class Copy {
 public:
  Copy(Session& session, const Object& pod, const Value& container, IoStreams& io)
      : store_(session.store()),
        files_(store_, pod, container),
        environment_(store_, pod, container, behaviors_, session.now()),
        io_(io) {
    bring_files_up_to_date(store_, pod, behaviors_, session.now());
    files_.stamp(session.now(), identity_in(pod, container));
  }

  Outcome to_pod(const fs::path& from, const std::string& to) {
    std::string target = inside(to);
    // Into a directory that is there, or that the name says is one.
    if (to.ends_with('/') || !files_.below(target).empty())
      target = shell::absolute_path(target, from.filename().string());
    if (!fs::is_directory(from)) return write(from, target);
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
      if (!entry.is_regular_file()) continue;
      const std::string below = entry.path().lexically_relative(from).generic_string();
      if (Outcome written = write(entry.path(), target + "/" + below); !written.ok()) return written;
    }
    return {};
  }

  // tar runs in the container, and what it says there goes to standard output.
  Outcome from_pod(const std::string& from, const fs::path& to) {
    const std::string source = inside(from);
    const bool small = shell::has_busybox(environment_);
    std::error_code failed;
    const auto text = environment_.read_file(source);
    if (!text && !environment_.list_directory(source)) {
      io_.out << (small
                      ? fmt::format(
                            "tar: {}: No such file or directory\ntar: error exit delayed from previous errors\n", from)
                      : fmt::format("tar: {}: Cannot stat: No such file or directory\n"
                                    "tar: Exiting with failure status due to previous errors\n",
                                    from));
      return tar_failed(small ? 1 : 2);
    }
    if (from.starts_with('/'))
      io_.out << (small ? "tar: removing leading '/' from member names\n"
                        : "tar: Removing leading `/' from member names\n");
    if (text) return save(fs::is_directory(to, failed) ? to / fs::path(source).filename() : to, *text);
    return folder_from_pod(source, to);
  }

 private:
  Outcome write(const fs::path& from, const std::string& to) {
    std::ifstream file(from, std::ios::binary);
    if (!file) return client_error(fmt::format("open {}: permission denied", from.string()));
    const std::string problem = files_.write(to, {std::istreambuf_iterator<char>(file), {}});
    if (problem.empty()) return {};
    io_.err << fmt::format("tar: {}: Cannot open: {}\n", to.substr(1), problem);
    io_.err << "tar: Exiting with failure status due to previous errors\n";
    return tar_failed(2);
  }

  Outcome folder_from_pod(const std::string& source, const fs::path& to) {
    for (const std::string& name : environment_.list_directory(source).value_or(std::vector<std::string>())) {
      const std::string path = shell::absolute_path(source, name);
      const auto text = environment_.read_file(path);
      if (Outcome saved = text ? save(to / name, *text) : folder_from_pod(path, to / name); !saved.ok()) return saved;
    }
    return {};
  }

  Outcome tar_failed(int status) {
    io_.err << fmt::format("command terminated with exit code {}\n", status);
    return Outcome::exit(status);
  }

  static Outcome save(const fs::path& to, const std::string& text) {
    std::error_code failed;
    if (to.has_parent_path()) fs::create_directories(to.parent_path(), failed);
    std::ofstream file(to, std::ios::binary);
    if (file) file << text;
    if (!file) return client_error(fmt::format("open {}: no such file or directory", to.string()));
    return {};
  }

  Store& store_;
  Behaviors behaviors_;
  ContainerFiles files_;
  PodEnvironment environment_;
  IoStreams& io_;
};

Outcome copy(const CopyOptions& options, Invocation& call) {
  if (call.args.size() != 2) return client_error("source and destination are required");
  auto from = parse_file_spec(call.args[0]);
  if (!from) return from.error();
  auto to = parse_file_spec(call.args[1]);
  if (!to) return to.error();
  if (!from->pod.empty() && !to->pod.empty())
    return client_error("one of src or dest must be a local file specification");
  if (from->path.empty() || to->path.empty()) return client_error("filepath can not be empty");
  if (from->pod.empty() && to->pod.empty())
    return client_error("one of src or dest must be a remote file specification");
  std::error_code failed;
  if (from->pod.empty() && !fs::exists(from->path, failed))
    return client_error(fmt::format("{} doesn't exist in local filesystem", from->path));
  const FileSpec& remote = from->pod.empty() ? *to : *from;
  auto session = call.session();
  if (!session) return session.error();
  auto pod = (*session)->api().get(kPod, {remote.ns.empty() ? (*session)->ns() : remote.ns, remote.pod});
  if (!pod) return pod.error();
  auto name = choose_container(**pod, options.container, call.io.err);
  if (!name) return name.error();
  if ((*pod)->view<PodView>().node.empty())
    return bad_request(fmt::format("pod {} does not have a host assigned", (*pod)->name()));
  if (!container_status(**pod, *name)["state"].contains("running"))
    return client_error(
        fmt::format("Internal error occurred: unable to upgrade connection: container not found (\"{}\")", *name));
  Copy files(**session, **pod, container_spec(**pod, *name), call.io);
  return from->pod.empty() ? files.to_pod(from->path, to->path) : files.from_pod(from->path, to->path);
}

}  // namespace

void add_cp(Command& command) {
  auto options = std::make_shared<CopyOptions>();
  Flags& flags = command.flags;
  flags.text(options->container, "container,c", "The container");
  flags.toggle(options->no_preserve, "no-preserve", "Owner and mode of the file are not kept");
  flags.number(options->retries, "retries", "How often a copy from a pod is taken up again");
  runs(command, options, copy);
}

}  // namespace skiff::cli

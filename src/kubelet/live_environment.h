// A container as a command sees it that runs while the cluster goes on: what it is seen through may be exchanged
// whenever time passes.
#pragma once
#include <memory>
#include <utility>

#include "kubelet/shell/shell.h"

namespace skiff {

class LiveEnvironment : public Environment {
 public:
  explicit LiveEnvironment(std::shared_ptr<Environment> view) : view_(std::move(view)) {}
  void look_through(std::shared_ptr<Environment> view) { view_ = std::move(view); }

  std::string hostname() const override { return view_->hostname(); }
  std::vector<std::pair<std::string, std::string>> variables() const override { return view_->variables(); }
  void missed_variable() const override { view_->missed_variable(); }
  std::optional<std::string> read_file(std::string_view path) const override { return view_->read_file(path); }
  std::optional<std::vector<std::string>> list_directory(std::string_view path) const override {
    return view_->list_directory(path);
  }
  std::string write_file(std::string_view path, std::string text) override {
    return view_->write_file(path, std::move(text));
  }
  std::string append_file(std::string_view path, const std::string& text) override {
    return view_->append_file(path, text);
  }
  std::string make_directory(std::string_view path) override { return view_->make_directory(path); }
  void remove_file(std::string_view path) override { view_->remove_file(path); }
  std::optional<FileStatus> file_status(std::string_view path) const override { return view_->file_status(path); }
  std::string set_file_status(std::string_view path, const FileStatus& status) override {
    return view_->set_file_status(path, status);
  }
  Identity identity() const override { return view_->identity(); }
  std::vector<std::string> processes() const override { return view_->processes(); }
  std::optional<DnsAnswer> resolve(std::string_view name) const override { return view_->resolve(name); }
  std::vector<ServiceRecord> service_records(std::string_view name) const override {
    return view_->service_records(name);
  }
  std::string name_of_address(std::string_view address) const override { return view_->name_of_address(address); }
  std::string name_server() const override { return view_->name_server(); }
  std::string image() const override { return view_->image(); }
  std::string kernel() const override { return view_->kernel(); }
  std::string architecture() const override { return view_->architecture(); }
  HttpAnswer fetch(std::string_view host, int64_t port, std::string_view path) override {
    return view_->fetch(host, port, path);
  }
  DatabaseAnswer ask_database(const DatabaseRequest& request) override { return view_->ask_database(request); }
  bool brings_program(std::string_view name) const override { return view_->brings_program(name); }
  bool has_removed(std::string_view path) const override { return view_->has_removed(path); }
  Time now() const override { return view_->now(); }

 private:
  std::shared_ptr<Environment> view_;
};

}  // namespace skiff

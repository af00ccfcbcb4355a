// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/loader.h"

#include "engine/history/reader.h"
#include "models/common/text.h"
#include "models/session/standard_input.h"

#include <QFile>
#include <QFileInfo>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <optional>
#include <stop_token>
#include <thread>
#include <unistd.h>

namespace durascope::models {

using core::ErrorCode;
using core::Result;
using history::EventLog;

struct Loader::Request
{
    quint64 number = 0;
    QString path;
    std::optional<QByteArray> text; ///< to be read instead of a path
    QString title;
    std::stop_source stop;
};

namespace {

using Clock = std::chrono::steady_clock;
using LogResult = Result<std::shared_ptr<const EventLog>>;

constexpr auto kProgressInterval = std::chrono::milliseconds(50);
constexpr auto kStandardInputName = "standard input";

bool isStandardInput(const QString& path)
{
    return path == QLatin1String("-");
}
bool isResource(const QString& path)
{
    return path.startsWith(QLatin1String(":/"));
}

/// As it is remembered and shown: "-" and resources have no place in the file system.
QString storedPath(const QString& path)
{
    if (path.isEmpty() || isStandardInput(path) || isResource(path)) {
        return path;
    }
    return QFileInfo(path).absoluteFilePath();
}

QString titleOfPath(const QString& path)
{
    return isStandardInput(path) ? QString::fromLatin1(kStandardInputName) : QFileInfo(path).fileName();
}

LogResult readResource(const QString& path, const history::ReadOptions& options)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return core::fail(ErrorCode::NotFound, "there is no such sample", {toUtf8(path), 0, 0, 0});
    }
    return history::readHistoryText(file.readAll().toStdString(), toUtf8(path), options);
}

LogResult readStandardInput(const history::ReadOptions& options)
{
    auto text = readDescriptor(STDIN_FILENO, kStandardInputName, options.limits.maxBytes, options.stop,
                               [&options](std::uint64_t bytes) { options.progress({bytes, 0, 0}); });
    if (!text) {
        return std::unexpected(std::move(text.error()));
    }
    return history::readHistoryText(std::move(*text), kStandardInputName, options);
}

} // namespace

/// The thread and its letter box with room for one request. All members but the thread's own are guarded by m_mutex.
class Loader::Worker
{
public:
    explicit Worker(Loader& loader)
        : m_loader(loader)
        , m_thread([this](const std::stop_token& stop) { run(stop); })
    {
    }
    ~Worker()
    {
        cancel();
        // The jthread asks run() to stop and joins; only then may the other members and the loader go.
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void post(Request request)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_current.request_stop();
            m_current = request.stop;
            m_next = std::move(request);
        }
        m_wake.notify_one();
    }
    void cancel()
    {
        const std::lock_guard lock(m_mutex);
        m_current.request_stop();
        m_next.reset();
    }

private:
    void run(const std::stop_token& stop)
    {
        while (true) {
            Request request;
            {
                std::unique_lock lock(m_mutex);
                if (!m_wake.wait(lock, stop, [this] { return m_next.has_value(); })) {
                    return;
                }
                request = std::move(*m_next);
                m_next.reset();
            }
            auto result = load(request);
            QMetaObject::invokeMethod(
                &m_loader,
                [loader = &m_loader, number = request.number, result = std::move(result)] {
                    loader->finish(number, result);
                },
                Qt::QueuedConnection);
        }
    }

    Result<Document> load(const Request& request) const
    {
        const core::Place place{toUtf8(request.title), 0, 0, 0};
        try {
            auto log = readLog(request);
            if (!log) {
                return std::unexpected(std::move(log.error()));
            }
            if ((*log)->empty()) {
                return core::fail(ErrorCode::Malformed, "there are no events in it", place);
            }
            Document document{*log, std::make_shared<const history::Analysis>(*log), request.path, request.title};
            if (const auto name = executionName(**log); !name.isEmpty()) {
                document.title = name;
            }
            return document;
        } catch (const std::bad_alloc&) {
            return core::fail(ErrorCode::TooLarge, "there is not enough memory for it", place);
        } catch (const std::exception& error) {
            return core::fail(ErrorCode::Unreadable, error.what(), place);
        }
    }

    LogResult readLog(const Request& request) const
    {
        history::ReadOptions options;
        options.stop = request.stop.get_token();
        options.progress = [this, number = request.number,
                            last = Clock::time_point()](const history::ReadProgress& progress) mutable {
            if (const auto now = Clock::now(); now - last >= kProgressInterval) {
                last = now;
                reportProgress(number, progress);
            }
        };
        if (request.text) {
            return history::readHistoryText(request.text->toStdString(), toUtf8(request.title), options);
        }
        if (isStandardInput(request.path)) {
            return readStandardInput(options);
        }
        if (isResource(request.path)) {
            return readResource(request.path, options);
        }
        return history::readHistoryFile(QFile::encodeName(request.path).toStdString(), options);
    }

    void reportProgress(quint64 number, const history::ReadProgress& progress) const
    {
        QMetaObject::invokeMethod(
            &m_loader,
            [loader = &m_loader, number, progress] {
                if (loader->m_loading && loader->m_request == number) {
                    Q_EMIT loader->progressed(progress.bytesRead, progress.bytesTotal, progress.events);
                }
            },
            Qt::QueuedConnection);
    }

    Loader& m_loader;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Request> m_next;
    std::stop_source m_current{std::nostopstate};
    std::jthread m_thread; ///< last: it must end before the others go
};

Loader::Loader(QObject* parent)
    : QObject(parent)
{
    qRegisterMetaType<durascope::models::Document>();
    qRegisterMetaType<durascope::core::Error>();
}

Loader::~Loader() = default;

void Loader::loadFile(const QString& path)
{
    Request request;
    request.path = storedPath(path);
    request.title = titleOfPath(path);
    start(std::move(request));
}

void Loader::loadText(const QByteArray& text, const QString& title)
{
    Request request;
    request.text = text;
    request.title = title;
    start(std::move(request));
}

void Loader::start(Request request)
{
    cancel();
    request.number = ++m_request;
    m_loading = true;
    const auto title = request.title;
    if (!m_worker) {
        m_worker = std::make_unique<Worker>(*this); // an idle program has no thread for it
    }
    m_worker->post(std::move(request));
    Q_EMIT started(title);
}

void Loader::cancel()
{
    if (m_loading) {
        m_worker->cancel();
        m_loading = false;
        Q_EMIT cancelled();
    }
}

void Loader::finish(quint64 request, const Result<Document>& result)
{
    if (!m_loading || request != m_request) {
        return;
    }
    m_loading = false;
    if (result) {
        Q_EMIT loaded(*result);
    } else {
        Q_EMIT failed(result.error());
    }
}

} // namespace durascope::models

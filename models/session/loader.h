// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "models/session/document.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <memory>

Q_DECLARE_METATYPE(durascope::core::Error)

namespace durascope::models {

/// Reads and analyses histories on a thread of its own and hands over finished documents. It never touches a session:
/// after a failure the document that was open stays open. One history at a time: loading another one cancels the first.
/// Every started() is followed by exactly one of loaded(), failed() and cancelled(), on the thread of this object.
/// Destruction cancels and waits, also when standard input is being waited for.
class Loader : public QObject
{
    Q_OBJECT

public:
    explicit Loader(QObject* parent = nullptr);
    ~Loader() override;

    [[nodiscard]] bool isLoading() const { return m_loading; }

public Q_SLOTS:
    /// A file of any form the reader knows, ":/…" out of the resources, or "-" for standard input.
    void loadFile(const QString& path);
    /// Pasted or dropped text. The title is used when the execution has no name.
    void loadText(const QByteArray& text, const QString& title);
    void cancel();

Q_SIGNALS:
    void started(const QString& title);
    /// At most 20 times a second. `total` is 0 when it is not known. All of it being read, the analysis is still made.
    void progressed(quint64 bytes, quint64 total, quint64 events);
    void loaded(const durascope::models::Document& document);
    void failed(const durascope::core::Error& error);
    void cancelled();

private:
    class Worker;
    struct Request;

    void start(Request request);
    void finish(quint64 request, const core::Result<Document>& result);

    quint64 m_request = 0; ///< number of the newest one; what older ones still say is not listened to
    bool m_loading = false;
    std::unique_ptr<Worker> m_worker;
};

} // namespace durascope::models

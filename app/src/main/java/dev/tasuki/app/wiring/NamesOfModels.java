package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.Closer;
import dev.tasuki.core.base.ChangeTailer;
import dev.tasuki.core.base.ThreadTicker;
import dev.tasuki.core.port.ModelNames;
import dev.tasuki.core.use.NameTable;

/** Fills the table of models' names and has the change log keep it. */
final class NamesOfModels {
    private NamesOfModels() {}

    /** A table that misses nothing: the log is followed from before it was loaded. */
    static NameTable followed(ModelNames names, ChangeTailer tailer, Closer closer) {
        NameTable table = new NameTable(names, Thread::startVirtualThread);
        tailer.listenToEach(table::hear);
        tailer.look();
        table.load();
        closer.register(new ThreadTicker().every(NameTable.PERIOD, "names", table::turn));
        return table;
    }
}

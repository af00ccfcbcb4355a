# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed, in components: `sdk` (what workflows are built with), `testing` (what they are tested with, which
# needs the engine) and `programs`. Headers are found below include/durascope by their path from the root, as here.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(durascope_headers ${CMAKE_INSTALL_INCLUDEDIR}/durascope)
set(durascope_package ${CMAKE_INSTALL_LIBDIR}/cmake/Durascope)

# durascope_install(component ROOMS …): the libraries of these rooms as Durascope::ROOM.
function(durascope_install component)
    cmake_parse_arguments(arg "" "" "ROOMS;HEADERS" ${ARGN})
    foreach(room ${arg_ROOMS})
        set_target_properties(durascope_${room} PROPERTIES EXPORT_NAME ${room})
        add_library(Durascope::${room} ALIAS durascope_${room})
        install(
            TARGETS durascope_${room}
            EXPORT Durascope-${component}
            ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${component}
            INCLUDES
            DESTINATION ${durascope_headers})
    endforeach()
    foreach(header ${arg_HEADERS})
        get_filename_component(folder ${header} DIRECTORY)
        install(FILES ${CMAKE_SOURCE_DIR}/${header} DESTINATION ${durascope_headers}/${folder}
                COMPONENT ${component})
    endforeach()
    install(
        EXPORT Durascope-${component}
        NAMESPACE Durascope::
        DESTINATION ${durascope_package}
        COMPONENT ${component})
endfunction()

# The rest of these rooms' headers is nobody's business either.
set(sdk_headers)
foreach(name batch calls client context context_core durable error function handle logger options plugin retry serdes
             step_context wait_strategy)
    list(APPEND sdk_headers engine/sdk/${name}.h)
endforeach()
file(
    GLOB core_headers
    RELATIVE ${CMAKE_SOURCE_DIR}
    CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/engine/core/*.h)

durascope_install(
    sdk
    ROOMS core sdk
    HEADERS ${core_headers} ${sdk_headers})
durascope_install(
    testing
    ROOMS history service store host testing
    HEADERS engine/testing/local_test_runner.h engine/host/engine.h engine/service/event.h
            engine/service/execution.h engine/service/limits.h engine/store/library.h)

configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/DurascopeConfig.cmake.in
                              ${CMAKE_BINARY_DIR}/package/DurascopeConfig.cmake INSTALL_DESTINATION ${durascope_package})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/package/DurascopeConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/package/DurascopeConfig.cmake ${CMAKE_BINARY_DIR}/package/DurascopeConfigVersion.cmake
        DESTINATION ${durascope_package} COMPONENT sdk)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE-APACHE
              ${CMAKE_SOURCE_DIR}/resources/guide/writing-durable-workflows.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT sdk)

install(TARGETS durable RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT programs)
if(DURASCOPE_GUI)
    install(TARGETS durascope RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT programs)
endif()
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE-GPL DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT programs)

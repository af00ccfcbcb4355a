# SPDX-License-Identifier: GPL-3.0-or-later
# What every target of the project is built with.

add_library(durascope_flags INTERFACE)
target_include_directories(durascope_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(
    durascope_flags
    INTERFACE -Wall
              -Wextra
              -Wpedantic
              -Wshadow
              -Wnon-virtual-dtor
              -Woverloaded-virtual
              -Wconversion
              -Wimplicit-fallthrough
              -Wcast-align
              $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>
              $<$<CXX_COMPILER_ID:GNU>:-Wno-sign-conversion>
              $<$<BOOL:${DURASCOPE_WERROR}>:-Werror>)
# GCC 12 sees these where there are none as soon as it inlines strings, optionals and variants (its bug 105651 and
# kin), and other places with every set of flags: they are shown, but end no build. Clang's count.
if(DURASCOPE_WERROR AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(
        durascope_flags
        INTERFACE -Wno-error=restrict -Wno-error=maybe-uninitialized -Wno-error=array-bounds
                  -Wno-error=stringop-overflow -Wno-error=stringop-overread)
endif()
if(DURASCOPE_SANITIZE)
    target_compile_options(durascope_flags INTERFACE -fsanitize=${DURASCOPE_SANITIZE} -fno-omit-frame-pointer
                                                     -fno-sanitize-recover=all)
    target_link_options(durascope_flags INTERFACE -fsanitize=${DURASCOPE_SANITIZE})
endif()

add_library(durascope_qt_flags INTERFACE)
target_link_libraries(durascope_qt_flags INTERFACE durascope_flags)
target_compile_definitions(
    durascope_qt_flags
    INTERFACE QT_NO_CAST_FROM_ASCII
              QT_NO_CAST_TO_ASCII
              QT_NO_CAST_FROM_BYTEARRAY
              QT_NO_URL_CAST_FROM_STRING
              QT_USE_QSTRINGBUILDER
              QT_NO_FOREACH
              QT_NO_KEYWORDS
              QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
              QT_DISABLE_DEPRECATED_BEFORE=0x060400)

# durascope_library(name [QT] SOURCES … LINK …): a static library of one room of the house.
function(durascope_library name)
    cmake_parse_arguments(arg "QT" "" "SOURCES;LINK;LINK_PRIVATE" ${ARGN})
    add_library(${name} STATIC ${arg_SOURCES})
    if(arg_QT)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
        target_link_libraries(${name} PUBLIC durascope_qt_flags)
    else()
        set_target_properties(${name} PROPERTIES AUTOMOC OFF)
        # Warnings and the folder of the sources are nobody's business who uses an installed library.
        target_link_libraries(${name} PUBLIC $<BUILD_INTERFACE:durascope_flags>)
    endif()
    target_compile_features(${name} PUBLIC cxx_std_23)
    target_link_libraries(${name} PUBLIC ${arg_LINK} PRIVATE ${arg_LINK_PRIVATE})
endfunction()

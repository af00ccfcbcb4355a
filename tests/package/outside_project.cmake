# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what a user needs into a folder of its own, builds the project of the guide against it with find_package, runs
# its tests, and runs its shared library with `durable run`.
set(work ${BUILD}/package-test)
file(REMOVE_RECURSE ${work})

# run(NAME COMMAND …): the command's output in `output`; ends the test when it fails.
macro(run name)
    execute_process(
        COMMAND ${ARGN}
        RESULT_VARIABLE result
        OUTPUT_VARIABLE output
        ERROR_VARIABLE errors)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${name} failed (${result}):\n${output}\n${errors}")
    endif()
endmacro()

foreach(component sdk testing)
    run("Installing ${component}" ${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix --component ${component}
        --config ${CONFIG})
endforeach()

# Nothing in the package may refer to the place it was built in.
file(GLOB_RECURSE written ${work}/prefix/*.cmake)
foreach(file ${written})
    file(READ ${file} text)
    foreach(word ${BUILD} "-Werror" "durascope_flags")
        string(FIND "${text}" "${word}" at)
        if(NOT at EQUAL -1)
            message(FATAL_ERROR "${file} mentions ${word}")
        endif()
    endforeach()
endforeach()

set(flags "-Wall -Wextra -Werror")
if(SANITIZE)
    string(APPEND flags " -fsanitize=${SANITIZE}")
endif()
run("Configuring the project"
    ${CMAKE_COMMAND}
    -S
    ${PROJECT}
    -B
    ${work}/project
    -G
    ${GENERATOR}
    -DCMAKE_PREFIX_PATH=${work}/prefix
    -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
    -DCMAKE_CXX_FLAGS=${flags})
run("Building the project" ${CMAKE_COMMAND} --build ${work}/project)
run("The project's tests" ${CMAKE_CTEST_COMMAND} --test-dir ${work}/project --output-on-failure --no-tests=error)

run("Running the shared library" ${DURABLE} run ${work}/project/libbicycles.so:lend --input "{\"model\":\"tandem\"}"
    --callback "pickup={\"by\":\"Nora\"}")
string(STRIP "${output}" output)
if(NOT output STREQUAL "{\"bicycle\":\"tandem-17\",\"status\":\"reminded\"}")
    message(FATAL_ERROR "durable run answered ${output}")
endif()
message(STATUS "built against ${work}/prefix, tested, and run: ${output}")
